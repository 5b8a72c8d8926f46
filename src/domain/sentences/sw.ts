import type { en } from "./en.ts";
import { wayNames } from "./way-names.ts";

/** Every sentence the shop sends or writes into a timeline, in Swahili. */
export const sw: typeof en = {
  method: wayNames.sw,

  mail: {
    placed: {
      subject: (o) => `Oda yako ${o.number}`,
      greeting: (o) => `Habari ${o.name},`,
      opening: (o) => `tumepokea oda yako ${o.number}. Asante.`,
      howToPay: {
        mpesa: (o) =>
          `Kulipa: weka PIN yako ya M-Pesa kwenye ombi lililo kwenye ${o.phone} kwa ${o.total}. Kama ombi halikufika, fungua oda hapa chini ulitume tena.`,
        airtel: (o) =>
          `Kulipa: weka PIN yako ya Airtel Money kwenye ombi lililo kwenye ${o.phone} kwa ${o.total}. Kama ombi halikufika, fungua oda hapa chini ulitume tena.`,
        paypal: (o) => `Kulipa ${o.total}: fungua oda hapa chini uendelee hadi PayPal.`,
        stripe: (o) => `Kulipa ${o.total} kwa kadi: fungua oda hapa chini uendelee hadi ukurasa wa kadi.`,
        khalti: (o) => `Kulipa ${o.total}: fungua oda hapa chini uendelee hadi Khalti.`,
        "bank-transfer": (o) =>
          `Kulipa: tuma ${o.total} kutoka benki yako. Ukishatuma, picha ya stakabadhi hutusaidia kuzipata pesa: itume kupitia oda hapa chini.`,
        "on-delivery": (o) => `Kulipa: kuwa na ${o.total} tayari kwa mletaji, au dukani unapokuja kuchukua.`,
      },
      kept: (o) => `Bidhaa zako zimewekwa kando hadi ${o.until}.`,
    },
    paid: {
      subject: (o) => `Imelipwa: oda yako ${o.number}`,
      greeting: (o) => `Asante, ${o.name}.`,
      opening: (o) => `${o.total} zimefika kwa ${o.method}.`,
      nothing: "Hakuna cha kulipa.",
      receipt: (o) => `Risiti ${o.receipt}.`,
    },
    transfer: {
      account: (o) =>
        `${o.amount} kamili, kwa ${o.bank}, akaunti ${o.number}, ${o.name}${o.swift ? ` (SWIFT ${o.swift})` : ""}.`,
      reference: (o) => `Andika nambari ya kumbukumbu ${o.reference}, ili tujue ni zako.`,
      beware:
        "Akaunti yetu haibadiliki kamwe kwa barua pepe wala kwa simu. Mtu akikupa akaunti nyingine, tupigie kabla hujatuma chochote.",
    },
    "proof-received": {
      subject: (o) => `Tumepokea stakabadhi yako: oda ${o.number}`,
      greeting: (o) => `Habari ${o.name},`,
      opening: () =>
        "asante kwa stakabadhi. Tunazitafuta pesa kwenye taarifa ya benki yetu, kwa muda usiozidi siku moja ya kazi; bidhaa zako zinabaki zimewekwa kando.",
    },
    "proof-rejected": {
      subject: (o) => `Kuhusu stakabadhi yako: oda ${o.number}`,
      greeting: (o) => `Habari ${o.name},`,
      opening: (o) => `hatukuweza kukubali stakabadhi yako. ${o.reason}`,
      next: "Tafadhali tuma nyingine kupitia ukurasa wa oda yako, au tupigie.",
    },
    "transfer-short": {
      subject: (o) => `Sehemu ya pesa imefika: oda ${o.number}`,
      greeting: (o) => `Habari ${o.name},`,
      opening: (o) =>
        `${o.received} zimefika, asante. Bado ${o.rest}: tafadhali zitume kwa nambari mpya ya kumbukumbu.`,
    },
    shipped: {
      subject: (o) => `Iko njiani: oda yako ${o.number}`,
      greeting: (o) => `Habari ${o.name},`,
      opening: (o) => `oda yako imetoka dukani na ${o.carrier}${o.tracking ? `, nambari ${o.tracking}` : ""}.`,
    },
    refunded: {
      subject: (o) => `Pesa zimerudishwa: oda yako ${o.number}`,
      greeting: (o) => `Habari ${o.name},`,
      opening: (o) => `tumekurudishia ${o.amount}${o.method ? ` kwa ${o.method}` : ""}.`,
      when: "Kwa kadi au benki inaweza kuchukua siku chache kabla hujaziona.",
      reference: (o) => `Kumbukumbu ${o.reference}.`,
    },
    link: {
      subject: (o) => `Kiungo cha oda yako ${o.number}`,
      greeting: (o) => `Habari ${o.name},`,
      opening: () =>
        "wewe, au mtu anayejua anwani yako, ameomba kiungo cha oda hii. Kama si wewe, hakuna lililotokea: kiungo kimekuja hapa tu.",
    },
    delivery: (o) => `${o.name}: ifikapo ${o.day}.`,
    always: "Oda yako, wakati wowote:",
    footer: "Duka, Biashara Street 14, Nairobi. 0709 555 010, mtu anajibu.",
    total: "Jumla",
    ofWhich: (o) => `ikiwemo ${o.tax}`,
  },

  sms: {
    placed: (o) => `Duka: oda ${o.number}, ${o.total}. Iangalie na ulipe: ${o.url}`,
    paid: (o) => `Duka: tumepokea ${o.total}${o.receipt ? `, risiti ${o.receipt}` : ""}. Oda ${o.number}: ${o.url}`,
    link: (o) => `Duka: kiungo cha oda yako ${o.number}: ${o.url}`,
    "proof-received": (o) => `Duka: tumepokea stakabadhi ya oda ${o.number}, tunazitafuta pesa. ${o.url}`,
    "proof-rejected": (o) =>
      `Duka: hatukuweza kukubali stakabadhi ya oda ${o.number}: ${o.reason} Tuma nyingine: ${o.url}`,
    "transfer-short": (o) => `Duka: ${o.received} zimefika kwa oda ${o.number}, bado ${o.rest}: ${o.url}`,
    refunded: (o) => `Duka: tumekurudishia ${o.amount}${o.method ? ` kwa ${o.method}` : ""}, oda ${o.number}. ${o.url}`,
    shipped: (o) => `Duka: oda ${o.number} iko njiani na ${o.carrier}. ${o.url}`,
  },

  by: { you: "wewe", shop: "duka", automatic: "moja kwa moja" },

  /** What people of the shop say among themselves is read in English. */
  event: {
    placed: (d) => ["Oda imewekwa", d.pieces === "1" ? "Bidhaa 1" : `Bidhaa ${d.pieces}`],
    "prompt-sent": (d) => [`Ombi limetumwa kwa ${d.phone}`, ""],
    "payment-unknown": () => ["Mtoa huduma wa malipo bado hajajibu", "Tunaendelea kuuliza. Hakuna kilichopotea."],
    "payment-failed": (d) => [d.title ?? "", `${d.why} Hakuna pesa iliyochukuliwa.`],
    "sent-to-provider": (d) => [`Umeelekezwa kwa ${d.method}`, "Malipo yanaendelea kwenye ukurasa wao."],
    "payment-pending": (d) => [`${d.method} inaangalia malipo`, "Umekubali; uamuzi wa mwisho ni wao."],
    "payment-declined": (d) => [d.title ?? "", `${d.why} Ukurasa bado uko wazi kujaribu tena.`],
    captured: (d) => [`Imelipwa ${d.amount}`, d.gateway === "on-delivery" ? "Kwa pesa taslimu" : `Kwa ${d.method}`],
    "proof-sent": (d) => ["Stakabadhi ya uhamisho imetumwa", d.name ?? ""],
    "proof-accepted": () => ["Stakabadhi ya uhamisho imekubaliwa", "Pesa ziko kwenye taarifa ya benki yetu."],
    "proof-rejected": (d) => ["Stakabadhi ya uhamisho haikukubaliwa", d.reason ?? ""],
    refunded: (d) => [
      `${d.amount} zimerudishwa`,
      [`Kwa ${d.method}`, d.reference ? `nambari ya kumbukumbu ${d.reference}` : ""].filter(Boolean).join(", "),
    ],
    "refund-failed": (d) => [`${d.amount} hazikuweza kurudishwa`, "Pesa ziko kwetu; zitarudi kwa njia nyingine."],
    dispute: (d) => ["Malipo yamepingwa", d.amount ? `${d.amount}, kwa ${d.method}` : ""],
    "dispute-won": (d) => ["Upingaji umeisha", d.amount ? `${d.amount} ziko kwetu tena.` : ""],
    "goods-found": () => ["Bidhaa zipo hata hivyo", "Zimewekwa kando kwa oda hii."],
    "paying-again": (d) => [`Unalipa kwa ${d.method}`, ""],
    shipped: (d) => [`Imekabidhiwa kwa ${d.carrier}`, d.tracking ? `Nambari ya kufuatilia ${d.tracking}` : ""],
    delivered: () => ["Imefikishwa", ""],
    refused: () => ["Haikupokelewa mlangoni", "Bidhaa zimerudi kwenye rafu. Hakuna kilicholipwa."],
    cancelled: (d) => [
      "Oda imeghairiwa",
      d.reason === "not-paid"
        ? "Haikulipwa kwa wakati. Bidhaa zimerudi kwenye rafu."
        : d.reason === "changed-cart"
          ? "Oda mpya imechukua nafasi yake."
          : "",
    ],
    reinstated: () => ["Oda imerejeshwa", "Pesa zilikuja hatimaye, na bidhaa zilikuwa bado zipo."],
    unfulfillable: () => [
      "Imelipwa, lakini bidhaa zimeisha",
      "Tunawasiliana nawe: kurudishiwa pesa, au bidhaa itakayofuata.",
    ],
  },
};
