/** A category of the seeded shop; `picture` is the name of a picture in db/seed/pictures. */
export interface SeedCategory {
  slug: string;
  name: string;
  parent: string | null;
  description: string;
  picture: string;
}

export interface SeedVariant {
  sku: string;
  name: string;
  options: { name: string; value: string }[];
  /** Cents; always whole shillings. */
  kesMinor: number;
  compareAtKesMinor?: number;
  /** Paisa and cents, written only where the price is set by hand and not derived. */
  npr?: number;
  usd?: number;
  stock: number;
  picture?: string;
}

export interface SeedProduct {
  slug: string;
  name: string;
  /** One line of what it is. */
  summary: string;
  /** Two or three paragraphs, split by an empty line. */
  description: string;
  care?: string;
  category: string;
  kind: "physical" | "digital" | "restricted";
  attributes: { name: string; value: string }[];
  /** At least two views. */
  pictures: { name: string; alt: string }[];
  variants: SeedVariant[];
  /** Days since it was published; every product has its own number. */
  daysAgo: number;
}
