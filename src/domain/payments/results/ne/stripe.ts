import { each, type Said, type SaidTable, said } from "../said.ts";
import { ANOTHER_WAY, BY_HAND, ourFault } from "./phrases.ts";

const ANOTHER_CARD = "अर्को कार्ड प्रयोग गर्नुहोस्, वा अर्को तरिकाले तिर्नुहोस्।";
const notRefunded = (why: string, next: string): Said => said("पैसा फिर्ता हुन सकेन", why, next);

export const STRIPE: SaidTable = {
  ...each(
    "card_error card_declined generic_decline lost_card stolen_card fraudulent pickup_card do_not_honor do_not_try_again call_issuer restricted_card no_action_taken not_permitted merchant_blacklist security_violation stop_payment_order revocation_of_authorization",
    said(
      "कार्ड अस्वीकार भयो",
      "कार्डको बैंकले कारण भनेको छैन।",
      "अर्को कार्ड प्रयोग गर्नुहोस्, बैंकलाई सोध्नुहोस्, वा अर्को तरिकाले तिर्नुहोस्।",
    ),
  ),
  insufficient_funds: said(
    "कार्डमा पर्याप्त पैसा थिएन",
    "कार्डको बैंकले ब्यालेन्स पुगेन भन्यो।",
    "पैसा थपेर फेरि प्रयास गर्नुहोस्, अर्को कार्ड वा अर्को तरिका प्रयोग गर्नुहोस्।",
  ),
  ...each(
    "incorrect_number invalid_number invalid_account",
    said("कार्ड नम्बर मिलेन", "नम्बरमा कतै गल्ती छ।", "हरेक अंक जाँचेर फेरि प्रयास गर्नुहोस्।"),
  ),
  ...each(
    "incorrect_cvc invalid_cvc",
    said("कार्डको सुरक्षा कोड मिलेन", "यो कार्डको पछाडि लेखिएका तीन अंक हुन्।", "जाँचेर फेरि प्रयास गर्नुहोस्।"),
  ),
  ...each(
    "expired_card invalid_expiry_month invalid_expiry_year",
    said("कार्डको म्याद सकियो", "अन्तिम महिना बितिसक्यो, वा गलत लेखियो।", ANOTHER_CARD),
  ),
  incorrect_zip: said("हुलाक कोड मिलेन", "तपाईंको बैंकमा भएको कोड यो होइन।", "जाँचेर फेरि प्रयास गर्नुहोस्।"),
  ...each(
    "authentication_required authentication_failure payment_intent_authentication_failure",
    said("तपाईं नै हो भनेर बैंकले पुष्टि गरेन", "बैंकले कोड वा आफ्नो एपमा स्वीकृति माग्छ।", "फेरि प्रयास गर्नुहोस्, र बैंकलाई जवाफ दिनुहोस्।"),
  ),
  ...each(
    "card_velocity_exceeded withdrawal_count_limit_exceeded",
    said(
      "कार्डको सीमा पुग्यो",
      "धेरै पटक, वा धेरै रकममा प्रयोग भयो।",
      "भोलि फेरि प्रयास गर्नुहोस्, अर्को कार्ड वा अर्को तरिका प्रयोग गर्नुहोस्।",
    ),
  ),
  ...each(
    "card_not_supported currency_not_supported transaction_not_allowed service_not_allowed",
    said("यो कार्ड यहाँ चल्दैन", "कार्डको बैंकले यस्तो भुक्तानी गर्न दिँदैन।", ANOTHER_CARD),
  ),
  ...each(
    "processing_error issuer_not_available try_again_later reenter_transaction approve_with_id",
    said("कार्डबाट पैसा लिन सकिएन", "कार्डको बैंकले जवाफ दिन सकेन।", "एक मिनेट पर्खेर फेरि प्रयास गर्नुहोस्।"),
  ),
  ...each(
    "test_mode_live_card testmode_decline",
    said(
      "पसलले अझै असली कार्ड लिँदैन",
      "परीक्षणका लागि बनाइएका कार्डले जाँच भइरहेको छ।",
      "परीक्षण कार्ड प्रयोग गर्नुहोस्, वा पछि आउनुहोस्।",
    ),
  ),
  amount_too_small: said("कार्डका लागि रकम धेरै सानो छ", "यो Stripe को न्यूनतम सीमाभन्दा कम छ।", ANOTHER_WAY),
  amount_too_large: said("कार्डका लागि रकम धेरै ठूलो छ", "यो Stripe को सीमाभन्दा बढी छ।", ANOTHER_WAY),
  canceled: said("भुक्तानी रद्द भयो", "कार्डबाट पैसा काटिनुअघि नै रोकियो।", "फेरि प्रयास गर्नुहोस्, वा अर्को तरिकाले तिर्नुहोस्।"),
  ...each(
    "invalid_request_error idempotency_error authentication authentication_error permission_error",
    ourFault("Stripe"),
  ),
  ...each(
    "api_error rate_limit lock_timeout",
    said("Stripe अहिले व्यस्त छ", "भुक्तानी लिएन।", "एक मिनेट पर्खेर फेरि प्रयास गर्नुहोस्।"),
  ),
  charge_already_refunded: notRefunded("सबै पैसा पहिल्यै फिर्ता भइसक्यो।", "यहाँ अरू केही गर्नु पर्दैन।"),
  ...each(
    "charge_disputed charge_for_pending_refund_disputed",
    notRefunded("तिर्ने व्यक्तिले भुक्तानीमाथि विवाद गर्नुभएको छ।", "विवाद सकिन दिनुहोस्: त्यसैबाट पैसा फिर्ता हुन सक्छ।"),
  ),
  ...each("lost_or_stolen_card expired_or_canceled_card", notRefunded("पैसा जाने कार्ड अब चल्तीमा छैन।", BY_HAND)),
  ...each("declined unknown requires_action", notRefunded("तिर्ने व्यक्तिको बैंकले लिएन, र कारण भनेको छैन।", BY_HAND)),
  merchant_request: notRefunded("Stripe को ड्यासबोर्डमा रद्द गरियो।", "किन हो, त्यहाँ हेर्नुहोस्, अनि फेरि भन्नुहोस्।"),
};
