import { hydrate } from "preact";
import { islandRoot, readData } from "../hydration.ts";
import { Unallocated, type UnallocatedProps } from "./payments/Unallocated.tsx";

hydrate(<Unallocated {...readData<UnallocatedProps>("unallocated-data")} />, islandRoot("unallocated"));
