/** Midnight in Nairobi, where the shop stands: UTC+3 all year. */
export const startOfDay = (date: string | undefined, plusDays: number): number | undefined =>
  date === undefined ? undefined : Date.parse(`${date}T00:00:00+03:00`) + plusDays * 86_400_000;
