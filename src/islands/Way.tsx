import type { ComponentChildren } from "preact";

interface Props {
  group: string;
  value: string;
  title: string;
  price?: string;
  more: string;
  checked: boolean;
  onPick: (value: string) => void;
  /** Marks a way that asks for the fields that CSS shows only with it. */
  address?: boolean;
  /** A small sign of it, beside its name. */
  mark?: ComponentChildren;
  children?: ComponentChildren;
}

/** One way to have it delivered or to pay, with what happens next. What is inside shows only while it is chosen. */
export function Way({ group, value, title, price = "", more, checked, onPick, address, mark, children }: Props) {
  return (
    <div>
      <label class="way">
        <input
          type="radio"
          name={group}
          value={value}
          checked={checked}
          data-address={address ? "" : undefined}
          onChange={() => onPick(value)}
        />
        <span class="strong">{title}</span>
        <span class="small muted">{mark ?? price}</span>
        <small>{more}</small>
      </label>
      {children && <div class="more">{children}</div>}
    </div>
  );
}
