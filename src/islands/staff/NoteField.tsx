import { Field } from "../Field.tsx";

interface Props {
  value: string;
  onWrite: (value: string) => void;
  error: string | undefined;
}

/** What else is to be known of something staff did. */
export function NoteField({ value, onWrite, error }: Props) {
  return (
    <Field
      name="note"
      label="A word for the timeline"
      optional
      value={value}
      onWrite={onWrite}
      error={error}
      hint="Only staff read it."
      maxLength={200}
      autocomplete="off"
    />
  );
}
