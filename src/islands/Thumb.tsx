/** A small square picture of a good; the cloth's lozenge stands where there is none. */
export function Thumb({ image, size }: { image: string | null; size: 48 | 72 | 96 }) {
  if (image === null) return <span class={`pic thumb-${size} no-picture`} />;
  return (
    <span class={`pic thumb-${size}`}>
      <img
        src={`/images/${image}-96.webp`}
        srcset={`/images/${image}-96.webp 96w, /images/${image}-240.webp 240w`}
        sizes={`${size}px`}
        width={size}
        height={size}
        alt=""
        decoding="async"
      />
    </span>
  );
}
