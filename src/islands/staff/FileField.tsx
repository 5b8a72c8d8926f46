import type { Ref } from "preact";

interface Props {
  id: string;
  label: string;
  accept: string;
  mostBytes: number;
  /** What is wrong with the file, or with what is in it. */
  problem: string;
  /** What is said of a file that is sound, or of what kind it should be. */
  hint: string;
  input: Ref<HTMLInputElement>;
  /** Its name and its text; or what is wrong; `null` where none is chosen any more. */
  onChoose: (file: { name: string; text: string } | { problem: string } | null) => void;
}

/** A file of text, read in the browser. */
export function FileField({ id, label, accept, mostBytes, problem, hint, input, onChoose }: Props) {
  const choose = async (file: File | undefined) => {
    if (!file) return onChoose(null);
    if (file.size > mostBytes)
      return onChoose({ problem: `At most ${Math.floor(mostBytes / 1_000_000)} MB: export fewer days.` });
    const text = await file.text().catch(() => null);
    onChoose(text === null ? { problem: "This file could not be read. Choose it again." } : { name: file.name, text });
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        class="in file"
        id={id}
        type="file"
        accept={accept}
        ref={input}
        aria-invalid={problem ? "true" : undefined}
        aria-describedby={`${id}-said`}
        onChange={(event) => void choose(event.currentTarget.files?.[0])}
      />
      <div id={`${id}-said`} aria-live="polite">
        <p class={problem ? "err" : "hint"}>{problem || hint}</p>
      </div>
    </div>
  );
}
