import { type SaidTable, said } from "../said.ts";

export const BANK_TRANSFER: SaidTable = {
  unreadable: said(
    "Hatukuweza kusoma stakabadhi yako",
    "Picha ni ndogo mno, ina giza au haionekani vizuri.",
    "Itume tena, ukiipiga karibu na kwenye mwanga.",
  ),
  "not-a-slip": said(
    "Hiyo si stakabadhi ya benki",
    "Faili inaonyesha kitu kingine.",
    "Tuma stakabadhi ambayo benki ilikupa kwa uhamisho huu.",
  ),
  "other-amount": said(
    "Stakabadhi inaonyesha kiasi kingine",
    "Sicho kiasi cha oda hii.",
    "Tuma kiasi kilichobaki, au tuma stakabadhi sahihi.",
  ),
  "other-account": said(
    "Stakabadhi inaonyesha akaunti nyingine",
    "Pesa zilienda kwenye akaunti isiyo yetu.",
    "Iombe benki yako izirudishe, kisha utume kwenye akaunti iliyo kwenye oda.",
  ),
  "other-reference": said(
    "Stakabadhi ina nambari nyingine ya kumbukumbu",
    "Ni ya oda nyingine, au haina oda.",
    "Tuma stakabadhi yenye nambari ya kumbukumbu ya oda hii, au utuandikie.",
  ),
  "used-before": said(
    "Stakabadhi hii ilishatumwa",
    "Picha hii hii iko kwenye oda nyingine.",
    "Tuma stakabadhi ya uhamisho wa oda hii.",
  ),
  "no-money": said(
    "Pesa hazijafika",
    "Hazipo kwenye taarifa ya benki yetu.",
    "Iulize benki yako ziko wapi. Tutaziandika siku zitakapofika.",
  ),
};
