import { each, type Said, type SaidTable, said } from "../said.ts";
import { ANOTHER_WAY, BY_HAND, ourFault } from "./phrases.ts";

const notRefunded = (why: string, next: string): Said => said("PayPal imekataa kurudisha pesa", why, next);

export const PAYPAL: SaidTable = {
  ...each(
    "INSTRUMENT_DECLINED REDIRECT_PAYER_FOR_ALTERNATE_FUNDING DECLINED DENIED FAILED ECHECK TRANSACTION_APPROVED_AWAITING_FUNDING",
    said(
      "PayPal haikuweza kutoza kadi au akaunti hiyo",
      "Aliyeitoa amekataa.",
      "Chagua kadi au akaunti nyingine kwenye PayPal, au lipa kwa njia nyingine.",
    ),
  ),
  ...each(
    "PAYER_ACCOUNT_RESTRICTED PAYER_ACCOUNT_LOCKED_OR_CLOSED PAYER_CANNOT_PAY PAYER_COUNTRY_NOT_SUPPORTED",
    said(
      "PayPal hairuhusu akaunti hii kulipa",
      "Imewekewa vikwazo, imefungiwa au imefungwa.",
      "Iulize PayPal kuhusu akaunti hiyo, au lipa kwa njia nyingine.",
    ),
  ),
  ...each(
    "TRANSACTION_REFUSED COMPLIANCE_VIOLATION BUYER_COMPLAINT CHARGEBACK PENDING_REVIEW OTHER",
    said("PayPal hairuhusu malipo haya", "Haisemi ni kwa nini.", ANOTHER_WAY),
  ),
  TRANSACTION_LIMIT_EXCEEDED: said(
    "Umefikia kikomo cha PayPal",
    "Kiasi kinazidi kile akaunti hii inaweza kulipa.",
    "Iulize PayPal kuhusu kikomo hicho, au lipa kwa njia nyingine.",
  ),
  MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED: said(
    "PayPal haikubali majaribio zaidi",
    "Malipo haya yamejaribiwa mara nyingi mno.",
    "Jaribu tena: utapata ukurasa mpya.",
  ),
  ...each(
    "ORDER_NOT_APPROVED PAYER_ACTION_REQUIRED",
    said(
      "Malipo hayakukubaliwa",
      "PayPal bado inasubiri ukubali.",
      "Jaribu tena, na ukamilishe kwenye ukurasa wa PayPal.",
    ),
  ),
  ...each(
    "RESOURCE_NOT_FOUND VOIDED voided approval-reversed",
    said("PayPal imefunga malipo haya", "Hubaki wazi kwa saa tatu tu.", "Jaribu tena: utapata ukurasa mpya."),
  ),
  RATE_LIMIT_REACHED: said(
    "PayPal ina shughuli nyingi",
    "Kwa sasa haipokei maombi zaidi.",
    "Subiri dakika moja kisha ujaribu tena.",
  ),
  ...each(
    "PAYEE_ACCOUNT_RESTRICTED PAYEE_ACCOUNT_INVALID CURRENCY_NOT_SUPPORTED INVALID_REQUEST AUTHENTICATION_FAILURE NOT_AUTHORIZED UNPROCESSABLE_ENTITY RESOURCE_CONFLICT AMOUNT_MISMATCH ITEM_TOTAL_MISMATCH INTERNATIONAL_WITHDRAWAL UNILATERAL VERIFICATION_REQUIRED RECEIVING_PREFERENCE_MANDATES_MANUAL_ACTION TRANSACTION_BLOCKED_BY_PAYEE PAYEE_BLOCKED_TRANSACTION TRANSACTION_RECEIVING_LIMIT_EXCEEDED",
    ourFault("PayPal"),
  ),
  ...each(
    "DUPLICATE_INVOICE_ID ORDER_ALREADY_CAPTURED",
    said("PayPal tayari ina malipo haya", "Yalishatumwa awali, na tunayatafuta.", "Usilipe tena kwanza."),
  ),
  REFUND_AMOUNT_EXCEEDED: notRefunded("Ni zaidi ya kile kilichobaki kwenye malipo.", "Rudisha kiasi kilichobaki."),
  CAPTURE_FULLY_REFUNDED: notRefunded("Malipo yote yalisharudishwa awali.", "Hakuna jambo lingine la kufanya hapa."),
  REFUND_TIME_LIMIT_EXCEEDED: notRefunded("Malipo ni ya zamani mno: PayPal hurudisha ndani ya siku 180.", BY_HAND),
  REFUND_CAPTURE_CURRENCY_MISMATCH: notRefunded("Yalilipwa kwa sarafu nyingine.", BY_HAND),
  REFUND_FAILED_INSUFFICIENT_FUNDS: notRefunded(
    "Akaunti yetu ya PayPal haina pesa za kutosha.",
    "Iongezee pesa, kisha uombe kurudisha tena.",
  ),
  ...each(
    "REFUND_NOT_ALLOWED REFUND_IS_RESTRICTED",
    notRefunded("Malipo haya hayawezi kurudishwa kupitia PayPal.", BY_HAND),
  ),
  PARTIAL_REFUND_NOT_ALLOWED: notRefunded("Yanaweza kurudishwa yote tu.", `${BY_HAND} Au rudisha yote.`),
  REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK: notRefunded(
    "Aliyelipa amepinga malipo hayo.",
    "Subiri upingaji uishe: huenda ukarudisha pesa wenyewe.",
  ),
  MAX_NUMBER_OF_REFUNDS_EXCEEDED: notRefunded("Yamerudishwa kwa sehemu nyingi mno.", BY_HAND),
  REFUND_AMOUNT_TOO_LOW: notRefunded("Kiasi ni kidogo mno.", BY_HAND),
  CANCELLED: notRefunded(
    "Kulighairiwa kwenye PayPal.",
    "Angalia huko ni kwa nini, kisha uombe tena au urudishe kwa mkono.",
  ),
};
