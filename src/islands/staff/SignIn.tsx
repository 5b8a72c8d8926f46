import { useEffect, useRef, useState } from "preact/hooks";
import { landingFor } from "#domain/accounts/landing";
import { wordsOf } from "#lib/problems";
import { Banner } from "../Banner.tsx";
import { staffApi } from "./staff-api.ts";

export interface SignInProps {
  /** Where to go afterwards: a path of ours, looked at by the server. */
  next: string | null;
  email: string;
  errors: { email?: string; password?: string };
  /** What no field is to blame for. */
  trouble: string;
}

/** E-mail and password. The same form works without a script: then the server answers with this page again. */
export function SignIn({ next, email: before, errors: first, trouble: firstTrouble }: SignInProps) {
  const [email, setEmail] = useState(before);
  const [password, setPassword] = useState("");
  const [errors, setErrors] = useState(first);
  const [trouble, setTrouble] = useState({ title: firstTrouble, detail: "" });
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLInputElement>("[aria-invalid='true']")?.focus();
  }, [errors]);

  const refuse = (found: SignInProps["errors"]) => {
    setErrors(found);
    setTrouble({ title: "", detail: "" });
  };
  const send = async () => {
    if (busy) return;
    if (!email.trim()) return refuse({ email: "Your e-mail, please." });
    if (!password) return refuse({ password: "Your password, please." });
    setBusy(true);
    const answer = await staffApi.signIn(email.trim(), password);
    if (answer.ok) return location.assign(landingFor(answer.value.role, next));
    setBusy(false);
    const { problem } = answer;
    const at = (name: string) => problem.errors.find(({ pointer }) => pointer === `/${name}`)?.detail;
    const found = { email: at("email"), password: at("password") };
    if (found.email || found.password) {
      if (found.password) setPassword("");
      return refuse(Object.fromEntries(Object.entries(found).filter(([, text]) => text)) as SignInProps["errors"]);
    }
    setErrors({});
    setTrouble(
      problem.code === "too-many-requests" && problem.detail ? { title: problem.detail, detail: "" } : wordsOf(problem),
    );
  };

  const field = (name: "email" | "password") => ({
    id: name,
    name,
    class: "in",
    "aria-invalid": errors[name] ? ("true" as const) : undefined,
    "aria-describedby": errors[name] ? `${name}-error` : undefined,
  });
  const error = (name: "email" | "password") =>
    errors[name] && (
      <p class="err" id={`${name}-error`}>
        {errors[name]}
      </p>
    );
  return (
    <form
      class="stack gap-20"
      method="post"
      action="/sign-in"
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {trouble.title && (
        <Banner title={trouble.title} takesFocus>
          {trouble.detail && <p class="small">{trouble.detail}</p>}
        </Banner>
      )}
      {next && <input type="hidden" name="next" value={next} />}
      <div class="field">
        <label for="email">E-mail</label>
        <input
          {...field("email")}
          type="email"
          autocomplete="username"
          maxLength={254}
          value={email}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
        {error("email")}
      </div>
      <div class="field">
        <label for="password">Password</label>
        <input
          {...field("password")}
          type="password"
          autocomplete="current-password"
          maxLength={256}
          value={password}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
        {error("password")}
      </div>
      <button type="submit" class="btn main wide" aria-disabled={busy}>
        {busy ? "Looking …" : "Sign in"}
      </button>
    </form>
  );
}
