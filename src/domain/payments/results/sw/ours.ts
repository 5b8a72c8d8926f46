import { type SaidTable, said } from "../said.ts";
import { AGAIN_OR_ANOTHER } from "./phrases.ts";

export const OURS: SaidTable = {
  "not-sent": said("Ombi halikutumwa", "Kuna kitu kilichotuzuia kabla halijatoka dukani.", "Tafadhali jaribu tena."),
  refused: said("Malipo hayakuweza kuanza", "Mtoa huduma hakupokea ombi letu.", AGAIN_OR_ANOTHER),
  busy: said(
    "Mtoa huduma ana shughuli nyingi",
    "Kwa sasa hapokei maombi zaidi.",
    "Subiri dakika moja ujaribu tena, au lipa kwa njia nyingine.",
  ),
  "not-opened": said(
    "Ukurasa wa malipo haukuweza kufunguliwa",
    "Mtoa huduma hakujibu, ingawa tuliuliza mara tatu.",
    "Jaribu tena baada ya dakika chache, au lipa kwa njia nyingine.",
  ),
  "not-found": said(
    "Mtoa huduma hayajui malipo haya",
    "Ombi letu halikumfikia, kwa hiyo hakuna pesa iliyochukuliwa.",
    AGAIN_OR_ANOTHER,
  ),
  "payment-failed": said("Malipo hayakupita", "Mtoa huduma hasemi ni kwa nini.", AGAIN_OR_ANOTHER),
  cents: said(
    "Njia hii inapokea kiasi kamili tu",
    "Kiasi hiki kina senti, ambazo mtoa huduma hazijui.",
    "Lipa kwa njia nyingine.",
  ),
  "bad-phone": said(
    "Nambari hiyo haiwezi kutozwa",
    "Mtoa huduma haitambui.",
    "Angalia nambari tena, au tumia nyingine.",
  ),
  withdrawn: said(
    "Malipo yamesitishwa",
    "Njia nyingine ya kulipa ilichaguliwa.",
    "Hakuna jambo lingine la kufanya hapa.",
  ),
  lapsed: said(
    "Hakuna pesa iliyochukuliwa",
    "Ulipokubali, oda ilikuwa imeshalipwa au kughairiwa, au bidhaa zake zilikuwa zimeisha.",
    "Angalia oda: kama bado inasubiri malipo, ilipe tena.",
  ),
  "not-paid": said("Hakuna kilicholipwa", "Tuliangalia kwa mtoa huduma.", AGAIN_OR_ANOTHER),
  "not-agreed": said("Kurudisha pesa hakukukubaliwa", "Aliyeangalia ombi hilo amekataa.", "Hakuna pesa iliyorudishwa."),
  "not-made": said("Pesa hazikurudishwa", "Mtu aliangalia kwa mtoa huduma.", "Zirudishe tena."),
  expired: said("Muda wa malipo umeisha", "Hakuna jibu lililokuja kwa wakati.", "Tafadhali jaribu tena."),
  "session-expired": said(
    "Ukurasa wa malipo umefungwa",
    "Hubaki wazi kwa muda mfupi tu.",
    "Jaribu tena: utapata ukurasa mpya.",
  ),
};

export const UNKNOWN = said("Malipo hayakupita", "Mtoa huduma alitoa sababu ambayo hatuijui.", AGAIN_OR_ANOTHER);
