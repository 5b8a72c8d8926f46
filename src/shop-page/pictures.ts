/** Puts the cloth's lozenge where a picture cannot be loaded. */
export function standInForBroken(): void {
  const stand = (image: EventTarget | null) => {
    if (image instanceof HTMLImageElement) image.closest("picture")?.classList.add("no-picture");
  };
  document.addEventListener("error", (event) => stand(event.target), true);
  for (const image of document.images) if (image.complete && !image.naturalWidth && image.currentSrc) stand(image);
}
