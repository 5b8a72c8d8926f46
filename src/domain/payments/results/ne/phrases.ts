import { type Said, said } from "../said.ts";

export const ANOTHER_WAY = "कृपया भुक्तानीको अर्को तरिका छान्नुहोस्।";
export const AGAIN_OR_ANOTHER = "फेरि प्रयास गर्नुहोस्, वा अर्को तरिकाले तिर्नुहोस्।";
export const BY_HAND = "पैसा आफैँ फिर्ता पठाउनुहोस्, र सन्दर्भ नम्बर लेख्नुहोस्।";

/** The request was at fault, or our account. */
export const ourFault = (provider: string): Said =>
  said(`${provider} ले भुक्तानी अस्वीकार गर्‍यो`, "हाम्रो खाता यसका लागि मिलाइएको छैन। हामीलाई खबर भइसकेको छ।", ANOTHER_WAY);
