import { hydrate } from "preact";
import { islandRoot, readData } from "../hydration.ts";
import { StaffOrder, type StaffOrderProps } from "./StaffOrder.tsx";

hydrate(<StaffOrder {...readData<StaffOrderProps>("staff-order-data")} />, islandRoot("staff-order"));
