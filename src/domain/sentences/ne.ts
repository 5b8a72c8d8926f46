import type { en } from "./en.ts";
import { wayNames } from "./way-names.ts";

/** Every sentence the shop sends or writes into a timeline, in Nepali. A part of an SMS in this script has 70 characters. */
export const ne: typeof en = {
  method: wayNames.ne,

  mail: {
    placed: {
      subject: (o) => `तपाईंको अर्डर ${o.number}`,
      greeting: (o) => `नमस्ते ${o.name},`,
      opening: (o) => `तपाईंको अर्डर ${o.number} हामीले पायौँ। धन्यवाद।`,
      howToPay: {
        mpesa: (o) =>
          `तिर्नका लागि: ${o.phone} मा आएको ${o.total} को अनुरोधमा आफ्नो M-Pesa PIN हाल्नुहोस्। अनुरोध नआए तलको अर्डर खोलेर फेरि पठाउनुहोस्।`,
        airtel: (o) =>
          `तिर्नका लागि: ${o.phone} मा आएको ${o.total} को अनुरोधमा आफ्नो Airtel Money PIN हाल्नुहोस्। अनुरोध नआए तलको अर्डर खोलेर फेरि पठाउनुहोस्।`,
        paypal: (o) => `${o.total} तिर्नका लागि: तलको अर्डर खोल्नुहोस् र PayPal मा जानुहोस्।`,
        stripe: (o) => `${o.total} कार्डबाट तिर्नका लागि: तलको अर्डर खोल्नुहोस् र कार्डको पेजमा जानुहोस्।`,
        khalti: (o) => `${o.total} तिर्नका लागि: तलको अर्डर खोल्नुहोस् र Khalti मा जानुहोस्।`,
        "bank-transfer": (o) =>
          `तिर्नका लागि: आफ्नो बैंकबाट ${o.total} पठाउनुहोस्। पठाएपछि भौचरको तस्बिर दिनुभयो भने पैसा भेट्टाउन सजिलो हुन्छ: तलको अर्डरबाटै पठाउन मिल्छ।`,
        "on-delivery": (o) => `तिर्नका लागि: सामान ल्याउने साथीलाई, वा पसलमा लिन आउँदा, ${o.total} तयार राख्नुहोस्।`,
      },
      kept: (o) => `तपाईंको सामान ${o.until} सम्म छुट्याएर राखिएको छ।`,
    },
    paid: {
      subject: (o) => `भुक्तानी भयो: तपाईंको अर्डर ${o.number}`,
      greeting: (o) => `धन्यवाद, ${o.name}।`,
      opening: (o) => `${o.total} आइपुग्यो (${o.method})।`,
      nothing: "केही तिर्नु पर्दैन।",
      receipt: (o) => `रसिद ${o.receipt}।`,
    },
    transfer: {
      account: (o) =>
        `ठीक ${o.amount}, ${o.bank}, खाता ${o.number}, ${o.name}${o.swift ? ` (SWIFT ${o.swift})` : ""} मा।`,
      reference: (o) => `सन्दर्भ ${o.reference} लेख्नुहोस्, अनि हामीलाई तपाईंको हो भन्ने थाहा हुन्छ।`,
      beware: "हाम्रो खाता इमेल वा फोनबाट कहिल्यै बदलिँदैन। कसैले अर्को खाता दियो भने केही पठाउनुअघि हामीलाई फोन गर्नुहोस्।",
    },
    "proof-received": {
      subject: (o) => `तपाईंको भौचर पायौँ: अर्डर ${o.number}`,
      greeting: (o) => `नमस्ते ${o.name},`,
      opening: () =>
        "भौचरका लागि धन्यवाद। हामी बैंकको स्टेटमेन्टमा पैसा खोज्दै छौँ, बढीमा एक कार्य दिन लाग्छ; त्यतिन्जेल तपाईंको सामान छुट्याएर राखिन्छ।",
    },
    "proof-rejected": {
      subject: (o) => `तपाईंको भौचरबारे: अर्डर ${o.number}`,
      greeting: (o) => `नमस्ते ${o.name},`,
      opening: (o) => `हामीले तपाईंको भौचर लिन सकेनौँ। ${o.reason}`,
      next: "कृपया आफ्नो अर्डरको पेजबाट अर्को पठाउनुहोस्, वा हामीलाई फोन गर्नुहोस्।",
    },
    "transfer-short": {
      subject: (o) => `केही पैसा आइपुग्यो: अर्डर ${o.number}`,
      greeting: (o) => `नमस्ते ${o.name},`,
      opening: (o) => `${o.received} आइपुग्यो, धन्यवाद। अझै ${o.rest} बाँकी छ: कृपया नयाँ सन्दर्भ नम्बर लेखेर पठाउनुहोस्।`,
    },
    shipped: {
      subject: (o) => `बाटोमा छ: तपाईंको अर्डर ${o.number}`,
      greeting: (o) => `नमस्ते ${o.name},`,
      opening: (o) => `तपाईंको अर्डर पसलबाट निस्कियो। ल्याउने: ${o.carrier}${o.tracking ? `, नम्बर ${o.tracking}` : ""}।`,
    },
    refunded: {
      subject: (o) => `पैसा फिर्ता: तपाईंको अर्डर ${o.number}`,
      greeting: (o) => `नमस्ते ${o.name},`,
      opening: (o) => `हामीले ${o.amount} ${o.method ? `${o.method} बाट ` : ""}फिर्ता पठायौं।`,
      when: "कार्ड वा बैंकमा देखिन केही दिन लाग्न सक्छ।",
      reference: (o) => `सन्दर्भ ${o.reference}।`,
    },
    link: {
      subject: (o) => `तपाईंको अर्डर ${o.number} को लिङ्क`,
      greeting: (o) => `नमस्ते ${o.name},`,
      opening: () =>
        "तपाईंले, वा तपाईंको ठेगाना जान्ने कसैले, यो अर्डरको लिङ्क माग्नुभयो। तपाईं होइन भने पनि केही भएको छैन: लिङ्क यहाँ मात्र आएको हो।",
    },
    delivery: (o) => `${o.name}: ${o.day} सम्म।`,
    always: "तपाईंको अर्डर, जुनसुकै बेला:",
    footer: "Duka, Biashara Street 14, Nairobi. 0709 555 010, मानिसले नै जवाफ दिन्छ।",
    total: "जम्मा",
    ofWhich: (o) => `${o.tax} सहित`,
  },

  sms: {
    placed: (o) => `Duka: अर्डर ${o.number}, ${o.total}। तिर्न: ${o.url}`,
    paid: (o) => `Duka: ${o.total} पायौँ${o.receipt ? `, रसिद ${o.receipt}` : ""}। ${o.number}: ${o.url}`,
    link: (o) => `Duka: अर्डर ${o.number}: ${o.url}`,
    "proof-received": (o) => `Duka: ${o.number} को भौचर पायौँ, पैसा खोज्दै छौँ। ${o.url}`,
    "proof-rejected": (o) => `Duka: ${o.number} को भौचर लिन सकेनौँ: ${o.reason} अर्को पठाउनुहोस्: ${o.url}`,
    "transfer-short": (o) => `Duka: ${o.number} मा ${o.received} आयो, ${o.rest} बाँकी: ${o.url}`,
    refunded: (o) => `Duka: ${o.number} को ${o.amount} फिर्ता${o.method ? ` (${o.method})` : ""}। ${o.url}`,
    shipped: (o) => `Duka: ${o.number} बाटोमा छ (${o.carrier})। ${o.url}`,
  },

  by: { you: "तपाईं", shop: "पसल", automatic: "स्वचालित" },

  /** What people of the shop say among themselves is read in English. */
  event: {
    placed: (d) => ["अर्डर आयो", `${d.pieces} वटा सामान`],
    "prompt-sent": (d) => [`${d.phone} मा अनुरोध पठाइयो`, ""],
    "payment-unknown": () => ["भुक्तानी सेवाबाट अझै जवाफ आएको छैन", "हामी सोधिरहेका छौँ। केही हराएको छैन।"],
    "payment-failed": (d) => [d.title ?? "", `${d.why} पैसा काटिएको छैन।`],
    "sent-to-provider": (d) => [`${d.method}मा पठाइयो`, "भुक्तानी उनीहरूकै पेजमा हुन्छ।"],
    "payment-pending": (d) => [`${d.method}ले भुक्तानी जाँच्दै छ`, "तपाईंले स्वीकार गर्नुभयो; अन्तिम निर्णय उनीहरूकै हो।"],
    "payment-declined": (d) => [d.title ?? "", `${d.why} फेरि प्रयास गर्न पेज अझै खुला छ।`],
    captured: (d) => [`${d.amount} तिरियो`, d.gateway === "on-delivery" ? "नगदमा" : `${d.method}बाट`],
    "proof-sent": (d) => ["बैंकको भौचर पठाइयो", d.name ?? ""],
    "proof-accepted": () => ["बैंकको भौचर स्वीकार भयो", "पैसा हाम्रो स्टेटमेन्टमा छ।"],
    "proof-rejected": (d) => ["बैंकको भौचर स्वीकार भएन", d.reason ?? ""],
    refunded: (d) => [
      `${d.amount} फिर्ता भयो`,
      [`${d.method}बाट`, d.reference ? `सन्दर्भ ${d.reference}` : ""].filter(Boolean).join(", "),
    ],
    "refund-failed": (d) => [`${d.amount} फिर्ता हुन सकेन`, "पैसा हामीसँगै छ; अर्को तरिकाले फिर्ता हुन्छ।"],
    dispute: (d) => ["भुक्तानीमाथि विवाद छ", d.amount ? `${d.amount}, ${d.method}बाट` : ""],
    "dispute-won": (d) => ["विवाद सकियो", d.amount ? `${d.amount} फेरि हामीसँग छ।` : ""],
    "goods-found": () => ["सामान रहेछ", "यो अर्डरका लागि छुट्याइएको छ।"],
    "paying-again": (d) => [`${d.method}बाट तिर्दै`, ""],
    shipped: (d) => [`${d.carrier}लाई दिइयो`, d.tracking ? `ट्र्याकिङ नम्बर ${d.tracking}` : ""],
    delivered: () => ["सामान पुग्यो", ""],
    refused: () => ["ढोकामा लिइएन", "सामान पसलमा फर्कियो। केही तिरिएको छैन।"],
    cancelled: (d) => [
      "अर्डर रद्द भयो",
      d.reason === "not-paid"
        ? "समयमा तिरिएन। सामान पसलमा फर्कियो।"
        : d.reason === "changed-cart"
          ? "यसको ठाउँमा नयाँ अर्डर छ।"
          : "",
    ],
    reinstated: () => ["अर्डर फेरि चालु भयो", "पैसा पछि आइपुग्यो, र सामान अझै थियो।"],
    unfulfillable: () => ["तिरियो, तर सामान सकिएको थियो", "हामी सम्पर्कमा छौँ: पैसा फिर्ता, वा अर्को सामान।"],
  },
};
