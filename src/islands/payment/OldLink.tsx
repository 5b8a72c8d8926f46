import { fill } from "#domain/sentences/fill";
import { Banner } from "../Banner.tsx";
import type { StateProps } from "./state-props.ts";

/** A page that was given up here can still be paid there: it should be closed. */
export function OldLink({ say, view: { oldLink, state } }: StateProps) {
  if (!oldLink) return null;
  return (
    <Banner title={fill(say.oldLink.title, { page: oldLink.methodName })} tone="wait">
      <p>{state === "paid" ? say.oldLink.morePaid : say.oldLink.more}</p>
    </Banner>
  );
}
