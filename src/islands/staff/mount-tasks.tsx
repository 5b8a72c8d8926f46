import { hydrate } from "preact";
import { islandRoot, readData } from "../hydration.ts";
import { Tasks, type TasksProps } from "./tasks/Tasks.tsx";

hydrate(<Tasks {...readData<TasksProps>("tasks-data")} />, islandRoot("tasks"));
