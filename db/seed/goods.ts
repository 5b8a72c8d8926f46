import { bangles } from "./goods/bangles.ts";
import { basketsAndTrays } from "./goods/baskets-and-trays.ts";
import { bowlsAndTools } from "./goods/bowls-and-tools.ts";
import { carryingBaskets } from "./goods/carrying-baskets.ts";
import { cloth } from "./goods/cloth.ts";
import { cupsAndPots } from "./goods/cups-and-pots.ts";
import { earrings } from "./goods/earrings.ts";
import { home } from "./goods/home.ts";
import { necklaces } from "./goods/necklaces.ts";
import { rings } from "./goods/rings.ts";
import type { SeedProduct } from "./goods/types.ts";

export { categories } from "./goods/categories.ts";
export type { SeedCategory, SeedProduct, SeedVariant } from "./goods/types.ts";

export const products: SeedProduct[] = [
  ...bangles,
  ...earrings,
  ...necklaces,
  ...rings,
  ...carryingBaskets,
  ...basketsAndTrays,
  ...cupsAndPots,
  ...bowlsAndTools,
  ...home,
  ...cloth,
];
