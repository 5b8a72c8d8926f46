import { each, type Said, type SaidTable, said } from "../said.ts";
import { ANOTHER_WAY, BY_HAND, ourFault } from "./phrases.ts";

const notRefunded = (why: string, next: string): Said => said("PayPal ले पैसा फिर्ता गर्न मानेन", why, next);

export const PAYPAL: SaidTable = {
  ...each(
    "INSTRUMENT_DECLINED REDIRECT_PAYER_FOR_ALTERNATE_FUNDING DECLINED DENIED FAILED ECHECK TRANSACTION_APPROVED_AWAITING_FUNDING",
    said(
      "PayPal ले त्यो कार्ड वा खाताबाट पैसा लिन सकेन",
      "कार्ड वा खाता दिने संस्थाले मानेन।",
      "PayPal मा अर्को कार्ड वा खाता छान्नुहोस्, वा अर्को तरिकाले तिर्नुहोस्।",
    ),
  ),
  ...each(
    "PAYER_ACCOUNT_RESTRICTED PAYER_ACCOUNT_LOCKED_OR_CLOSED PAYER_CANNOT_PAY PAYER_COUNTRY_NOT_SUPPORTED",
    said(
      "PayPal ले यो खाताबाट तिर्न दिँदैन",
      "खातामा रोक लगाइएको, लक गरिएको वा बन्द गरिएको छ।",
      "खाताबारे PayPal लाई सोध्नुहोस्, वा अर्को तरिकाले तिर्नुहोस्।",
    ),
  ),
  ...each(
    "TRANSACTION_REFUSED COMPLIANCE_VIOLATION BUYER_COMPLAINT CHARGEBACK PENDING_REVIEW OTHER",
    said("PayPal ले यो भुक्तानी गर्न दिँदैन", "किन हो, भनेको छैन।", ANOTHER_WAY),
  ),
  TRANSACTION_LIMIT_EXCEEDED: said(
    "PayPal को सीमा पुग्यो",
    "यो खाताले तिर्न पाउनेभन्दा रकम बढी छ।",
    "सीमाबारे PayPal लाई सोध्नुहोस्, वा अर्को तरिकाले तिर्नुहोस्।",
  ),
  MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED: said(
    "PayPal ले अब थप प्रयास लिँदैन",
    "यो भुक्तानी धेरै पटक प्रयास गरियो।",
    "फेरि प्रयास गर्नुहोस्: नयाँ पेज खुल्छ।",
  ),
  ...each(
    "ORDER_NOT_APPROVED PAYER_ACTION_REQUIRED",
    said(
      "भुक्तानी स्वीकार गरिएन",
      "PayPal अझै तपाईंको स्वीकृति पर्खिरहेको छ।",
      "फेरि प्रयास गर्नुहोस्, र PayPal को पेजमा पूरा गर्नुहोस्।",
    ),
  ),
  ...each(
    "RESOURCE_NOT_FOUND VOIDED voided approval-reversed",
    said("PayPal ले यो भुक्तानी बन्द गर्‍यो", "त्यो तीन घण्टा मात्र खुला रहन्छ।", "फेरि प्रयास गर्नुहोस्: नयाँ पेज खुल्छ।"),
  ),
  RATE_LIMIT_REACHED: said("PayPal अहिले व्यस्त छ", "अहिले थप अनुरोध लिइरहेको छैन।", "एक मिनेट पर्खेर फेरि प्रयास गर्नुहोस्।"),
  ...each(
    "PAYEE_ACCOUNT_RESTRICTED PAYEE_ACCOUNT_INVALID CURRENCY_NOT_SUPPORTED INVALID_REQUEST AUTHENTICATION_FAILURE NOT_AUTHORIZED UNPROCESSABLE_ENTITY RESOURCE_CONFLICT AMOUNT_MISMATCH ITEM_TOTAL_MISMATCH INTERNATIONAL_WITHDRAWAL UNILATERAL VERIFICATION_REQUIRED RECEIVING_PREFERENCE_MANDATES_MANUAL_ACTION TRANSACTION_BLOCKED_BY_PAYEE PAYEE_BLOCKED_TRANSACTION TRANSACTION_RECEIVING_LIMIT_EXCEEDED",
    ourFault("PayPal"),
  ),
  ...each(
    "DUPLICATE_INVOICE_ID ORDER_ALREADY_CAPTURED",
    said("PayPal सँग यो भुक्तानी पहिल्यै छ", "पहिल्यै पठाइएको हो, हामी खोज्दै छौँ।", "अहिले फेरि नतिर्नुहोस्।"),
  ),
  REFUND_AMOUNT_EXCEEDED: notRefunded("भुक्तानीमा बाँकी रहेकोभन्दा यो बढी हो।", "बाँकी रकम फिर्ता गर्नुहोस्।"),
  CAPTURE_FULLY_REFUNDED: notRefunded("सबै पैसा पहिल्यै फिर्ता भइसक्यो।", "यहाँ अरू केही गर्नु पर्दैन।"),
  REFUND_TIME_LIMIT_EXCEEDED: notRefunded("भुक्तानी धेरै पुरानो भयो: PayPal ले 180 दिनसम्म मात्र फिर्ता गर्छ।", BY_HAND),
  REFUND_CAPTURE_CURRENCY_MISMATCH: notRefunded("अर्कै मुद्रामा तिरिएको थियो।", BY_HAND),
  REFUND_FAILED_INSUFFICIENT_FUNDS: notRefunded(
    "हाम्रो PayPal खातामा पर्याप्त पैसा छैन।",
    "पैसा थप्नुहोस्, अनि फिर्ताका लागि फेरि भन्नुहोस्।",
  ),
  ...each("REFUND_NOT_ALLOWED REFUND_IS_RESTRICTED", notRefunded("यो भुक्तानी PayPal बाट फिर्ता गर्न मिल्दैन।", BY_HAND)),
  PARTIAL_REFUND_NOT_ALLOWED: notRefunded("पूरै मात्र फिर्ता गर्न मिल्छ।", `${BY_HAND} वा सबै फिर्ता गर्नुहोस्।`),
  REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK: notRefunded(
    "तिर्ने व्यक्तिले भुक्तानीमाथि विवाद गर्नुभएको छ।",
    "विवाद सकिन दिनुहोस्: त्यसैबाट पैसा फिर्ता हुन सक्छ।",
  ),
  MAX_NUMBER_OF_REFUNDS_EXCEEDED: notRefunded("धेरै पटक टुक्रा-टुक्रा गरेर फिर्ता भइसक्यो।", BY_HAND),
  REFUND_AMOUNT_TOO_LOW: notRefunded("रकम धेरै सानो छ।", BY_HAND),
  CANCELLED: notRefunded("PayPal मा रद्द गरियो।", "किन हो, त्यहाँ हेर्नुहोस्, अनि फेरि भन्नुहोस् वा आफैँ फिर्ता गर्नुहोस्।"),
};
