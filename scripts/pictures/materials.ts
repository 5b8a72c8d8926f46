// Colours, surfaces and drawn textures. Every texture draws from the same seeded numbers,
// so that a picture comes out the same each time.
import * as THREE from "three";

let state = 7;
export function reseed(): void {
  state = 7;
}
export function random(): number {
  state = (state * 16807) % 2147483647;
  return state / 2147483647;
}
/** Between -1 and 1. */
export const jitter = (): number => random() * 2 - 1;

export type Surface = THREE.MeshPhysicalMaterialParameters;
export const matter = (color: THREE.ColorRepresentation, more: Surface = {}): THREE.MeshPhysicalMaterial =>
  new THREE.MeshPhysicalMaterial({ color, roughness: 0.45, ...more });

export const metal = (color: string, roughness = 0.22, more: Surface = {}) => matter(color, { metalness: 1, roughness, envMapIntensity: 1.25, ...more });
export const gold = () => metal("#ffc561", 0.16);
export const brass = (more: Surface = {}) => metal("#f4ba62", 0.22, more);
export const copper = (more: Surface = {}) => metal("#ea8f5e", 0.23, more);
export const silver = (more: Surface = {}) => metal("#eceef0", 0.16, more);
export const bead = () => matter("#fff", { roughness: 0.24, clearcoat: 0.6 });
export const leather = (color = "#6d3a1f") => matter(color, { roughness: 0.5, clearcoat: 0.25, clearcoatRoughness: 0.5 });
export const enamel = (color: string) => matter(color, { roughness: 0.2, clearcoat: 0.9, clearcoatRoughness: 0.1, side: THREE.DoubleSide });
export const glaze = (map: THREE.Texture, shine = 0.5) =>
  matter("#fff", { map, roughness: 0.38, clearcoat: shine, clearcoatRoughness: 0.25, side: THREE.DoubleSide });
export const timber = (light: string, dark: string) =>
  matter("#fff", { map: grain(light, dark), roughness: 0.48, clearcoat: 0.3, clearcoatRoughness: 0.4, side: THREE.DoubleSide });

type Draw = (pen: CanvasRenderingContext2D, width: number, height: number) => void;

export function drawn(width: number, height: number, draw: Draw, across = 1, up = 1): THREE.CanvasTexture {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  draw(canvas.getContext("2d")!, width, height);
  const texture = new THREE.CanvasTexture(canvas);
  texture.colorSpace = THREE.SRGBColorSpace;
  texture.wrapS = texture.wrapT = THREE.RepeatWrapping;
  texture.repeat.set(across, up);
  texture.anisotropy = 8;
  return texture;
}

export const grain = (light: string, dark: string) =>
  drawn(1024, 512, (pen, w, h) => {
    pen.fillStyle = light;
    pen.fillRect(0, 0, w, h);
    pen.strokeStyle = dark;
    for (let i = 0; i < 150; i++) {
      const y = random() * h;
      pen.globalAlpha = 0.05 + random() * 0.28;
      pen.lineWidth = 1 + random() * 5;
      pen.beginPath();
      for (let x = 0; x <= w; x += 16) pen.lineTo(x, y + Math.sin(x * 0.0123 + i * 0.7) * 9 + Math.sin(x * 0.0061 + i) * 7);
      pen.stroke();
    }
  });

/** Little dents, for hammered metal (a bump map). */
export const dents = (count = 900, size = 9, across = 1, up = 1) =>
  drawn(
    1024,
    512,
    (pen, w, h) => {
      pen.fillStyle = "#888";
      pen.fillRect(0, 0, w, h);
      for (let i = 0; i < count; i++) {
        const x = random() * w;
        const y = random() * h;
        const r = size * (0.6 + random());
        const shade = pen.createRadialGradient(x, y, 0, x, y, r);
        shade.addColorStop(0, "rgba(40,40,40,.5)");
        shade.addColorStop(1, "rgba(136,136,136,0)");
        pen.fillStyle = shade;
        pen.fillRect(x - r, y - r, 2 * r, 2 * r);
      }
    },
    across,
    up,
  );

export const speckled = (ground: string, dot: string, count = 900) =>
  drawn(
    512,
    512,
    (pen, w, h) => {
      pen.fillStyle = ground;
      pen.fillRect(0, 0, w, h);
      pen.fillStyle = dot;
      for (let i = 0; i < count; i++) {
        pen.globalAlpha = 0.2 + random() * 0.4;
        const size = random() * 1.8;
        pen.fillRect(random() * w, random() * h, size, size);
      }
    },
    4,
    1,
  );

/** Smoky, streaked clay or stone. */
export const streaked = (ground: string, tones: string[], count = 1400, draw?: Draw) =>
  drawn(1024, 1024, (pen, w, h) => {
    pen.fillStyle = ground;
    pen.fillRect(0, 0, w, h);
    for (let i = 0; i < count; i++) {
      pen.globalAlpha = 0.05 + random() * 0.06;
      pen.fillStyle = tones[i % tones.length]!;
      pen.fillRect(random() * w, random() * h, 30 + random() * 160, 1 + random() * 2.5);
    }
    pen.globalAlpha = 1;
    draw?.(pen, w, h);
  });

/** The fine cross of warp and weft, for a bump map. */
export const weave = (across = 60) =>
  drawn(
    64,
    64,
    (pen) => {
      pen.fillStyle = "#777";
      pen.fillRect(0, 0, 64, 64);
      pen.fillStyle = "#bbb";
      pen.fillRect(2, 2, 28, 28);
      pen.fillRect(34, 34, 28, 28);
    },
    across,
    across,
  );

export const turquoise = () =>
  drawn(512, 256, (pen, w, h) => {
    pen.fillStyle = "#35b0a6";
    pen.fillRect(0, 0, w, h);
    for (let i = 0; i < 60; i++) {
      pen.strokeStyle = i % 3 ? "#14605f" : "#2b2a24";
      pen.globalAlpha = 0.2 + random() * 0.4;
      pen.lineWidth = 0.6 + random() * 1.8;
      pen.beginPath();
      let x = random() * w;
      let y = random() * h;
      pen.moveTo(x, y);
      for (let j = 0; j < 5; j++) {
        x += jitter() * 45;
        y += jitter() * 30;
        pen.lineTo(x, y);
      }
      pen.stroke();
    }
  });
