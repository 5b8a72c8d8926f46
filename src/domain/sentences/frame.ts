import type { Locale } from "./locales.ts";

/** What stands around a page of checkout, payment or order. */
interface FrameWords {
  readonly skip: string;
  readonly home: string;
  readonly toShop: string;
  readonly toCart: string;
  readonly checkOut: string;
  readonly lookAgain: string;
  readonly language: string;
  /** A link that opens nothing. */
  readonly noOrder: string;
  readonly noOrderTitle: string;
  readonly noOrderMore: string;
  readonly ring: string;
  readonly toGoods: string;
  /** An order that cannot be read just now. */
  readonly away: string;
  readonly awayMore: string;
  readonly loadAgain: string;
}

const FRAMES: Readonly<Record<Locale, FrameWords>> = {
  en: {
    skip: "Skip to the page",
    home: "Duka, home",
    toShop: "Back to the shop",
    toCart: "Back to the cart",
    checkOut: "Check out · Duka",
    lookAgain: "Please look at the marked fields · Duka",
    language: "Language",
    noOrder: "This link opens no order",
    noOrderTitle: "No such order · Duka",
    noOrderMore:
      "Perhaps a piece of it was lost on the way: it must be whole, from the first letter to the last. Look in the message we sent you, or ring us with the order number.",
    ring: "Ring 0709 555 010",
    toGoods: "To the goods",
    away: "We cannot look up the order just now",
    awayMore: "The order stays as it is, and nothing is lost. Please load this page again in a minute.",
    loadAgain: "Load again",
  },
  sw: {
    skip: "Ruka hadi kwenye ukurasa",
    home: "Duka, mwanzo",
    toShop: "Rudi dukani",
    toCart: "Rudi kwenye kikapu",
    checkOut: "Kamilisha oda · Duka",
    lookAgain: "Tafadhali angalia sehemu zilizowekwa alama · Duka",
    language: "Lugha",
    noOrder: "Kiungo hiki hakifungui oda yoyote",
    noOrderTitle: "Hakuna oda kama hiyo · Duka",
    noOrderMore:
      "Huenda sehemu yake ilipotea njiani: lazima kiwe kizima, kutoka herufi ya kwanza hadi ya mwisho. Angalia ujumbe tuliokutumia, au tupigie ukiwa na nambari ya oda.",
    ring: "Piga 0709 555 010",
    toGoods: "Kwenye bidhaa",
    away: "Hatuwezi kuitafuta oda sasa hivi",
    awayMore:
      "Oda inabaki kama ilivyo, na hakuna kilichopotea. Tafadhali fungua ukurasa huu tena baada ya dakika moja.",
    loadAgain: "Fungua tena",
  },
  ne: {
    skip: "पेजमा जानुहोस्",
    home: "Duka, गृहपृष्ठ",
    toShop: "पसलमा फर्कनुहोस्",
    toCart: "झोलामा फर्कनुहोस्",
    checkOut: "अर्डर पूरा गर्नुहोस् · Duka",
    lookAgain: "कृपया चिन्ह लगाइएका ठाउँ हेर्नुहोस् · Duka",
    language: "भाषा",
    noOrder: "यो लिङ्कले कुनै अर्डर खोल्दैन",
    noOrderTitle: "यस्तो अर्डर छैन · Duka",
    noOrderMore:
      "बाटोमा यसको केही भाग हराएको हुन सक्छ: पहिलो अक्षरदेखि अन्तिमसम्म पूरा हुनुपर्छ। हामीले पठाएको सन्देश हेर्नुहोस्, वा अर्डर नम्बर लिएर फोन गर्नुहोस्।",
    ring: "0709 555 010 मा फोन गर्नुहोस्",
    toGoods: "सामान हेर्नुहोस्",
    away: "अहिले अर्डर हेर्न सकिएन",
    awayMore: "अर्डर जस्ताको तस्तै छ, केही हराएको छैन। कृपया एक मिनेटपछि यो पेज फेरि खोल्नुहोस्।",
    loadAgain: "फेरि खोल्नुहोस्",
  },
};

export const frameWords = (locale: Locale): FrameWords => FRAMES[locale];
