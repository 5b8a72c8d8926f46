import { each, type SaidTable, said } from "../said.ts";
import { AGAIN_OR_ANOTHER, ANOTHER_WAY, ourFault } from "./phrases.ts";

export const AIRTEL: SaidTable = {
  ...each(
    "DP00800001002 ROUTER115",
    said("PIN haikuwa sahihi", "Airtel haikukubali PIN iliyowekwa.", "Jaribu tena, polepole."),
  ),
  DP00800001003: said(
    "Umefikia kikomo cha Airtel",
    "Kiasi kinazidi kile laini hii inaweza kutuma sasa.",
    "Tumia nambari nyingine, au lipa kwa njia nyingine.",
  ),
  DP00800001004: said(
    "Airtel haipokei kiasi kidogo hivi",
    "Kiasi kiko chini ya kiwango cha chini cha Airtel.",
    ANOTHER_WAY,
  ),
  DP00800001005: said("PIN haikuwekwa", "Ombi lilifungwa bila PIN.", "Jaribu tena ukiwa na simu mkononi."),
  DP00800001007: said(
    "Airtel inasema salio halitoshi",
    "Hakukuwa na pesa za kutosha kwenye laini.",
    "Ongeza pesa ujaribu tena, au lipa kwa njia nyingine.",
  ),
  DP00800001008: said(
    "Malipo yamekataliwa",
    "Uliyaghairi, au Airtel haikuyaruhusu.",
    "Jaribu tena ukiwa tayari, au lipa kwa njia nyingine.",
  ),
  DP00800001009: said("Airtel hairuhusu malipo haya", "Haisemi ni kwa nini.", ANOTHER_WAY),
  ...each(
    "DP00800001029 TE",
    said(
      "Muda wa ombi la Airtel umeisha",
      "Airtel ililifunga kabla halijajibiwa.",
      "Jaribu tena ukiwa na simu mkononi.",
    ),
  ),
  ...each("TF ESB000011", said("Airtel haikufanya malipo", "Haikutoa sababu tunayoijua.", AGAIN_OR_ANOTHER)),
  ...each(
    "ESB000033 ESB000036",
    said("Airtel haiitambui nambari hiyo", "Haiwezi kutozwa.", "Angalia nambari tena, au tumia nyingine."),
  ),
  ROUTER001: said(
    "Nambari hiyo haina Airtel Money",
    "Haina akaunti ya kulipia.",
    "Tumia nambari nyingine, au lipa kwa njia nyingine.",
  ),
  ...each(
    "DP00800001010 DP00800001026 ESB000034 ESB000035 ESB000039 ROUTER003 ROUTER005 ROUTER006 ROUTER007 ROUTER112 ROUTER114 ROUTER116 ROUTER119",
    ourFault("Airtel"),
  ),
  ...each(
    "DP00800001025 ESB000045",
    said(
      "Airtel haiyapati malipo hayo",
      "Huenda ni ya zamani mno, au yalisharudishwa.",
      "Angalia kwenye tovuti ya Airtel kabla ya jambo jingine lolote.",
    ),
  ),
};
