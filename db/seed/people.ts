import type { Role } from "#domain/accounts/roles";

/** Demo accounts, one for each role, all with the password that `npm start` prints. Never seeded into production. */
export const DEMO_PASSWORD = "karibu-duka";

export const people: readonly { email: string; name: string; role: Role; phone: string | null }[] = [
  { email: "achieng@duka.example", name: "Achieng Odhiambo", role: "admin", phone: "+254709555010" },
  { email: "wanjiru@duka.example", name: "Wanjiru Kamau", role: "staff", phone: "+254709555011" },
  { email: "brian@duka.example", name: "Brian Kiptoo", role: "staff", phone: "+254709555012" },
  { email: "zawadi@duka.example", name: "Zawadi Mwangi", role: "youth-labs", phone: "+254709555013" },
  { email: "mwikali@duka.example", name: "Mwikali Musyoka", role: "seller", phone: "+254722555014" },
  { email: "amina@example.co.ke", name: "Amina Otieno", role: "customer", phone: "+254712345678" },
  { email: "sita@example.com.np", name: "Sita Shrestha", role: "customer", phone: "+9779812345678" },
  { email: "juma@example.co.ke", name: "Juma Hassan", role: "customer", phone: "+254733345679" },
];
