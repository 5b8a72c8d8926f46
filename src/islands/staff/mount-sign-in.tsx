import { hydrate } from "preact";
import { islandRoot, readData } from "../hydration.ts";
import { SignIn, type SignInProps } from "./SignIn.tsx";

hydrate(<SignIn {...readData<SignInProps>("sign-in-data")} />, islandRoot("sign-in"));
