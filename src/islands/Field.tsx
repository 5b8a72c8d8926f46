import type { ComponentChildren } from "preact";

interface Props {
  /** Also the element's id: the page has one field of each name. */
  name: string;
  label: string;
  value: string;
  onWrite: (value: string) => void;
  onLeave?: () => void;
  error?: string | undefined;
  hint?: string;
  optional?: boolean;
  lines?: boolean;
  type?: "text" | "tel" | "email" | "date";
  inputMode?: "decimal" | "numeric";
  autocomplete?: string;
  maxLength?: number;
  children?: ComponentChildren;
}

/** A labelled field; its error stands under it and is read out with it. */
export function Field({
  name,
  label,
  value,
  onWrite,
  onLeave,
  error,
  hint,
  optional,
  lines,
  type = "text",
  ...more
}: Props) {
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ") || undefined;
  const common = {
    id: name,
    name,
    class: "in",
    value,
    autocomplete: more.autocomplete,
    maxLength: more.maxLength,
    "aria-invalid": error ? ("true" as const) : undefined,
    "aria-describedby": described,
    onBlur: () => onLeave?.(),
  };
  return (
    <div class="field">
      <label for={name}>
        {label}
        {optional && <span class="muted plain"> (if you like)</span>}
      </label>
      {lines ? (
        <textarea {...common} rows={1} onInput={(event) => onWrite(event.currentTarget.value)} />
      ) : (
        <input
          {...common}
          type={type}
          inputMode={more.inputMode ?? (type === "tel" || type === "email" ? type : undefined)}
          onInput={(event) => onWrite(event.currentTarget.value)}
        />
      )}
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="err" id={`${name}-error`}>
          {error}
        </p>
      )}
      {more.children}
    </div>
  );
}
