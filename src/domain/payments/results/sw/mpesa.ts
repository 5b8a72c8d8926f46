import { each, type SaidTable, said } from "../said.ts";
import { ANOTHER_WAY, ourFault } from "./phrases.ts";

export const MPESA: SaidTable = {
  "1": said(
    "M-Pesa inasema salio halitoshi",
    "Hakukuwa na pesa za kutosha kwenye laini.",
    "Ongeza salio la M-Pesa ujaribu tena, au lipa kwa njia nyingine.",
  ),
  "2": said("M-Pesa haipokei kiasi kidogo hivi", "Kiasi kiko chini ya kiwango cha chini cha M-Pesa.", ANOTHER_WAY),
  "3": said(
    "M-Pesa haipokei kiasi kikubwa hivi",
    "Kiasi kinazidi kikomo cha M-Pesa kwa malipo ya mara moja.",
    ANOTHER_WAY,
  ),
  "4": said(
    "Umefikia kikomo cha M-Pesa cha siku",
    "Laini hii imetuma kiasi chote inachoruhusiwa kutuma leo.",
    "Jaribu tena kesho, tumia nambari nyingine, au lipa kwa njia nyingine.",
  ),
  "8": said(
    "M-Pesa haikuweza kutulipa",
    "Akaunti yetu ingezidi kiasi ambacho M-Pesa inaruhusu. Tumejulishwa.",
    ANOTHER_WAY,
  ),
  "17": said(
    "M-Pesa inataka usubiri kidogo",
    "Kiasi hiki hiki kimetumwa kutoka laini hii muda mfupi uliopita.",
    "Subiri dakika mbili kisha ujaribu tena.",
  ),
  "26": said("M-Pesa ina shughuli nyingi", "Mfumo wake haukupokea malipo.", "Subiri dakika moja kisha ujaribu tena."),
  "1001": said(
    "Kuna shughuli nyingine ya M-Pesa kwenye simu hiyo",
    "M-Pesa hufanya jambo moja kwa wakati mmoja kwenye laini.",
    "Ikamilishe au uifunge, subiri dakika moja kisha ujaribu tena.",
  ),
  "1019": said(
    "Muda wa ombi la M-Pesa umeisha",
    "M-Pesa ilifunga ombi kabla halijajibiwa.",
    "Jaribu tena ukiwa na simu mkononi.",
  ),
  ...each(
    "1025 9999",
    said("Ombi halikufika kwenye simu", "M-Pesa ilishindwa kuifikia simu.", "Subiri dakika moja kisha ujaribu tena."),
  ),
  "1032": said(
    "Umeghairi malipo",
    "Ghairi (Cancel) ilibonyezwa kwenye simu.",
    "Jaribu tena ukiwa tayari, au lipa kwa njia nyingine.",
  ),
  "1037": said(
    "Simu haikujibu",
    "Ilikuwa imezimwa, haina mtandao, au ilikuwa na simu nyingine.",
    "Iwashe, fungua skrini kisha ujaribu tena.",
  ),
  "2001": said(
    "PIN haikuwa sahihi",
    "M-Pesa haikukubali PIN iliyowekwa.",
    "Jaribu tena, polepole. M-Pesa hufunga laini baada ya PIN tatu zisizo sahihi.",
  ),
  ...each("2028 SFC_IC0003", ourFault("M-Pesa")),
  "8006": said(
    "PIN ya M-Pesa imefungwa",
    "PIN isiyo sahihi imewekwa mara nyingi mno.",
    "Piga simu Safaricom kwa 100, au lipa kwa njia nyingine.",
  ),
};
