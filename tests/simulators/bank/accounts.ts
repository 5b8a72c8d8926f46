/** How the bank behind an account writes its CSV. */
export type Profile = "ke" | "np" | "usd";

/** An account of the shop's at a simulated bank. None of them is anybody's. */
export interface BankAccount {
  readonly currency: "KES" | "NPR" | "USD";
  readonly bankName: string;
  readonly branch: string;
  readonly accountName: string;
  readonly accountNumber: string;
  readonly swift: string;
  readonly profile: Profile;
  /** The bank's own days begin here. */
  readonly timeZone: string;
  /** Minor units, before the first line. */
  readonly openingBalance: number;
}

export const ACCOUNTS: readonly BankAccount[] = [
  {
    currency: "KES",
    bankName: "Simba Demo Bank",
    branch: "Moi Avenue",
    accountName: "Duka Ltd",
    accountNumber: "0120450178900",
    swift: "SMBDKENA",
    profile: "ke",
    timeZone: "Africa/Nairobi",
    openingBalance: 25_000_000,
  },
  {
    currency: "NPR",
    bankName: "Himal Demo Bank",
    branch: "Patan",
    accountName: "Duka Nepal Pvt Ltd",
    accountNumber: "00701017500142",
    swift: "HMLDNPKA",
    profile: "np",
    timeZone: "Asia/Kathmandu",
    openingBalance: 40_000_000,
  },
  {
    currency: "USD",
    bankName: "Simba Demo Bank",
    branch: "Moi Avenue",
    accountName: "Duka Ltd",
    accountNumber: "0220450178911",
    swift: "SMBDKENA",
    profile: "usd",
    timeZone: "Africa/Nairobi",
    openingBalance: 1_200_000,
  },
];

export function accountIn(currency: BankAccount["currency"]): BankAccount {
  const account = ACCOUNTS.find((one) => one.currency === currency);
  if (!account) throw new Error(`The bank has no account in ${currency}.`);
  return account;
}
