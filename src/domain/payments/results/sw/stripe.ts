import { each, type Said, type SaidTable, said } from "../said.ts";
import { ANOTHER_WAY, BY_HAND, ourFault } from "./phrases.ts";

const ANOTHER_CARD = "Tumia kadi nyingine, au lipa kwa njia nyingine.";
const notRefunded = (why: string, next: string): Said => said("Pesa hazikuweza kurudishwa", why, next);

export const STRIPE: SaidTable = {
  ...each(
    "card_error card_declined generic_decline lost_card stolen_card fraudulent pickup_card do_not_honor do_not_try_again call_issuer restricted_card no_action_taken not_permitted merchant_blacklist security_violation stop_payment_order revocation_of_authorization",
    said(
      "Kadi imekataliwa",
      "Benki yake haisemi ni kwa nini.",
      "Tumia kadi nyingine, iulize benki yako, au lipa kwa njia nyingine.",
    ),
  ),
  insufficient_funds: said(
    "Hakukuwa na pesa za kutosha kwenye kadi",
    "Benki yake inasema salio halitoshi.",
    "Ongeza pesa ujaribu tena, tumia kadi nyingine, au lipa kwa njia nyingine.",
  ),
  ...each(
    "incorrect_number invalid_number invalid_account",
    said("Nambari ya kadi haikuwa sahihi", "Kuna kosa ndani yake.", "Jaribu tena na uangalie kila tarakimu."),
  ),
  ...each(
    "incorrect_cvc invalid_cvc",
    said(
      "Nambari ya siri ya kadi haikuwa sahihi",
      "Ni tarakimu tatu zilizo nyuma ya kadi.",
      "Jaribu tena na uziangalie.",
    ),
  ),
  ...each(
    "expired_card invalid_expiry_month invalid_expiry_year",
    said("Muda wa kadi umeisha", "Mwezi wake wa mwisho umepita, au uliandikwa vibaya.", ANOTHER_CARD),
  ),
  incorrect_zip: said("Msimbo wa posta haukuwa sahihi", "Sio ule benki yako inaujua.", "Jaribu tena na uuangalie."),
  ...each(
    "authentication_required authentication_failure payment_intent_authentication_failure",
    said(
      "Benki yako haikuthibitisha kuwa ni wewe",
      "Huomba msimbo, au kukubali kwenye programu yake.",
      "Jaribu tena, na uijibu benki yako.",
    ),
  ),
  ...each(
    "card_velocity_exceeded withdrawal_count_limit_exceeded",
    said(
      "Kadi imefikia kikomo chake",
      "Imetumika mara nyingi mno, au kwa kiasi kikubwa mno.",
      "Jaribu tena kesho, tumia kadi nyingine, au lipa kwa njia nyingine.",
    ),
  ),
  ...each(
    "card_not_supported currency_not_supported transaction_not_allowed service_not_allowed",
    said("Kadi hii haifanyi kazi hapa", "Benki yake hairuhusu malipo ya aina hii.", ANOTHER_CARD),
  ),
  ...each(
    "processing_error issuer_not_available try_again_later reenter_transaction approve_with_id",
    said("Kadi haikuweza kutozwa", "Benki yake ilishindwa kujibu.", "Subiri dakika moja kisha ujaribu tena."),
  ),
  ...each(
    "test_mode_live_card testmode_decline",
    said(
      "Duka bado halipokei kadi halisi",
      "Linajaribiwa kwa kadi zilizotengenezwa kwa majaribio.",
      "Tumia kadi ya majaribio, au urudi baadaye.",
    ),
  ),
  amount_too_small: said("Kiasi ni kidogo mno kwa kadi", "Kiko chini ya kiwango cha chini cha Stripe.", ANOTHER_WAY),
  amount_too_large: said("Kiasi ni kikubwa mno kwa kadi", "Kinazidi kikomo cha Stripe.", ANOTHER_WAY),
  canceled: said(
    "Malipo yameghairiwa",
    "Yalisitishwa kabla ya kadi kutozwa.",
    "Jaribu tena, au lipa kwa njia nyingine.",
  ),
  ...each(
    "invalid_request_error idempotency_error authentication authentication_error permission_error",
    ourFault("Stripe"),
  ),
  ...each(
    "api_error rate_limit lock_timeout",
    said("Stripe ina shughuli nyingi", "Haikupokea malipo.", "Subiri dakika moja kisha ujaribu tena."),
  ),
  charge_already_refunded: notRefunded("Malipo yote yalisharudishwa awali.", "Hakuna jambo lingine la kufanya hapa."),
  ...each(
    "charge_disputed charge_for_pending_refund_disputed",
    notRefunded("Aliyelipa amepinga malipo hayo.", "Subiri upingaji uishe: huenda ukarudisha pesa wenyewe."),
  ),
  ...each(
    "lost_or_stolen_card expired_or_canceled_card",
    notRefunded("Kadi inayopaswa kupokea haitumiki tena.", BY_HAND),
  ),
  ...each(
    "declined unknown requires_action",
    notRefunded("Benki ya aliyelipa haikuzipokea, na haisemi ni kwa nini.", BY_HAND),
  ),
  merchant_request: notRefunded(
    "Kulighairiwa kwenye dashibodi ya Stripe.",
    "Angalia huko ni kwa nini, kisha uombe tena.",
  ),
};
