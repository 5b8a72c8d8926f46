import { hydrate } from "preact";
import { islandRoot, readData } from "../hydration.ts";
import { CallbackDesk, type CallbackDeskProps } from "./payments/CallbackDesk.tsx";

hydrate(<CallbackDesk {...readData<CallbackDeskProps>("callbacks-data")} />, islandRoot("callbacks"));
