import { hydrate } from "preact";
import { islandRoot, readData } from "../hydration.ts";
import { StatementUpload, type StatementUploadProps } from "./reports/StatementUpload.tsx";

hydrate(<StatementUpload {...readData<StatementUploadProps>("upload-data")} />, islandRoot("upload"));
