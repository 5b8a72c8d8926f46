import type { ComponentChild } from "preact";
import type { GatewayCode } from "#domain/payments/names";

const letter = (sign: string): ComponentChild => (
  <text x="18" y="17" text-anchor="middle">
    {sign}
  </text>
);

const DRAWN: Readonly<Record<GatewayCode, ComponentChild>> = {
  mpesa: letter("M"),
  airtel: letter("A"),
  paypal: letter("P"),
  khalti: letter("K"),
  stripe: (
    <>
      <path d="M1 7h34v4H1z" />
      <path d="M5 16h9" class="thin" />
    </>
  ),
  "bank-transfer": (
    <path d="M18 4l9 4.5H9zM11 10.5h2.4V16H11zM16.8 10.5h2.4V16h-2.4zM22.6 10.5H25V16h-2.4zM9.5 17.5h17V20h-17z" />
  ),
  "on-delivery": (
    <>
      <path d="M7 6.5h22v11H7z" class="thin" />
      <circle cx="18" cy="12" r="3" />
    </>
  ),
};

/** A small sign of a way to pay, drawn by us. Its name stands beside it. */
export const MethodMark = ({ code }: { code: GatewayCode }) => (
  <svg class="method-mark" viewBox="0 0 36 24" width="36" height="24" aria-hidden="true">
    <rect x=".5" y=".5" width="35" height="23" rx="5" class="tile" />
    {DRAWN[code]}
  </svg>
);
