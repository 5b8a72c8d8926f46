import type { Currency } from "#domain/money";
import type { StatementProfile } from "#domain/payments/statements";

/** Accounts people of the demo shop transfer to: those of the simulated banks (a test compares). None of them is anybody's. */
export const bankAccounts: readonly {
  readonly currency: Currency;
  readonly bankName: string;
  readonly branch: string;
  readonly accountName: string;
  readonly accountNumber: string;
  readonly swift: string;
  readonly profile: StatementProfile;
}[] = [
  {
    currency: "KES",
    bankName: "Simba Demo Bank",
    branch: "Moi Avenue",
    accountName: "Duka Ltd",
    accountNumber: "0120450178900",
    swift: "SMBDKENA",
    profile: "ke",
  },
  {
    currency: "NPR",
    bankName: "Himal Demo Bank",
    branch: "Patan",
    accountName: "Duka Nepal Pvt Ltd",
    accountNumber: "00701017500142",
    swift: "HMLDNPKA",
    profile: "np",
  },
  {
    currency: "USD",
    bankName: "Simba Demo Bank",
    branch: "Moi Avenue",
    accountName: "Duka Ltd",
    accountNumber: "0220450178911",
    swift: "SMBDKENA",
    profile: "us",
  },
];
