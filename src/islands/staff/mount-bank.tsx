import { hydrate } from "preact";
import { islandRoot, readData } from "../hydration.ts";
import { BankDesk, type BankDeskProps } from "./bank/BankDesk.tsx";

hydrate(<BankDesk {...readData<BankDeskProps>("bank-desk-data")} />, islandRoot("bank-desk"));
