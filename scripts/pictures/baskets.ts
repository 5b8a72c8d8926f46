import * as THREE from "three";
import { jitter, leather, matter, metal } from "./materials.ts";
import { type Bead, box, group, hoop, place, type Point, type Profile, threaded, TURN, turned, turn, wire } from "./shapes.ts";
import type { Good, View } from "./stage.ts";

const top: View = { up: 1.0, round: 0.5 };

interface Weave {
  profile: Profile;
  /** The colour at a height (0 at the start, 1 at the end), an angle (0 to 1) and a row. */
  color: (t: number, u: number, row: number, rows: number) => string;
  stitch?: number;
  lining?: string | null;
}

/** Coiled weaving: stitches laid row by row along a turned profile. */
function coiled({ profile, color, stitch = 0.0205, lining = "#8a6a40" }: Weave): THREE.Group {
  const curve = new THREE.SplineCurve(profile.map(([x, y]) => new THREE.Vector2(x, y)));
  const rows = Math.round(curve.getLength() / (stitch * 1.58));
  const stitches: Bead[] = [];
  const tone = new THREE.Color();
  for (let i = 0; i <= rows; i++) {
    const t = i / rows;
    const at = curve.getPointAt(t);
    const count = Math.max(6, Math.round((at.x * TURN) / (stitch * 2.05)));
    for (let j = 0; j < count; j++) {
      const u = (j + (i % 2) * 0.5) / count;
      const angle = u * TURN;
      tone.set(color(t, u % 1, i, rows)).offsetHSL(jitter() * 0.006, jitter() * 0.03, jitter() * 0.028);
      stitches.push({
        at: [Math.cos(angle) * at.x, at.y, Math.sin(angle) * at.x],
        size: [stitch * 1.15, stitch, Math.max(stitch, (Math.PI * at.x) / count) * 1.12],
        color: tone.clone(),
        facing: -angle,
      });
    }
  }
  const whole = group(threaded(stitches, matter("#fff", { roughness: 0.82 }), 10));
  if (lining) whole.add(turned(profile.map(([x, y]) => [Math.max(0, x - stitch * 0.55), y]), matter(lining, { side: THREE.DoubleSide, roughness: 1 })));
  return whole;
}

const floorOf = (radius: number, color: string, y = 0.03) =>
  place(turn(new THREE.Mesh(new THREE.CircleGeometry(radius, 48), matter(color, { roughness: 1, side: THREE.DoubleSide })), -Math.PI / 2), 0, y, 0);

const market: Profile = [[0.4, 0.03], [0.5, 0.22], [0.6, 0.5], [0.645, 0.8], [0.64, 1.09]];

/** Counted lozenges between bands, as they are woven near Machakos. */
const lozenges = (base: string, first: string, second: string, repeats = 4) => (_t: number, u: number, row: number, rows: number) => {
  const y = (row / rows) * 33;
  const d = Math.abs(((u * repeats) % 1) * 23 - 11);
  if (y >= 32 || (y >= 4 && y < 6) || (y >= 28 && y < 30)) return first;
  if ((y >= 7 && y < 8) || (y >= 26 && y < 27)) return second;
  if (y >= 10 && y <= 23.5) {
    const high = (7 - Math.abs(y - 16.5)) * 1.25;
    if (d <= high && d > high - 3.2) return first;
    if (d <= high - 4.6) return second;
  }
  return base;
};

function handles(reach: number, rim: number, spread = 0.4, z = 0.52): THREE.Object3D[] {
  const hide = leather();
  return [1, -1].flatMap((s) => [
    wire([[-spread, rim - 0.23, z * s], [-spread + 0.01, rim, (z + 0.025) * s], [-spread * 0.8, rim + reach * 0.63, (z - 0.08) * s], [0, rim + reach, (z - 0.16) * s], [spread * 0.8, rim + reach * 0.63, (z - 0.08) * s], [spread - 0.01, rim, (z + 0.025) * s], [spread, rim - 0.23, z * s]], 0.026, hide),
    ...[-spread, spread].map((x) => turn(place(box(0.12, 0.24, 0.05, 0.02, hide), x, rim - 0.21, (z + 0.012) * s), 0, Math.atan2(x, z * s), 0)),
  ]);
}

const kiondo = (base: string, first: string, second: string) => () =>
  group(coiled({ profile: market, color: lozenges(base, first, second) }), floorOf(0.44, "#5b4630"), ...handles(0.51, 1.09));

function striped(): THREE.Object3D {
  const bands = ["#dcb980", "#3a332c", "#dcb980", "#c98a2e", "#dcb980", "#3a332c", "#dcb980", "#c98a2e", "#3a332c"];
  const profile: Profile = [[0.5, 0.03], [0.6, 0.2], [0.69, 0.45], [0.74, 0.7], [0.76, 0.86]];
  return group(coiled({ profile, color: (t) => bands[Math.min(8, Math.floor(t * 9))]! }), floorOf(0.54, "#5b4630"), ...handles(0.34, 0.86, 0.3, 0.66));
}

function shoulder(): THREE.Object3D {
  const plum = "#6a2644";
  const cream = "#e6d6b4";
  const bag = coiled({
    profile: [[0.36, 0.03], [0.46, 0.16], [0.53, 0.45], [0.53, 0.8], [0.5, 1.0]],
    stitch: 0.0165,
    color: (t, u) => (t > 0.93 || t < 0.1 ? plum : Math.abs(((t * 5 + Math.abs(((u * 14) % 1) - 0.5) * 1.6) % 1) - 0.5) < 0.24 ? plum : cream),
  });
  bag.scale.z = 0.62;
  const base = floorOf(0.4, "#5b4630");
  base.scale.y = 0.62;
  const hide = leather("#4a2714");
  const strap: Point[] = [[-0.52, 0.78, 0], [-0.53, 1.0, 0], [-0.44, 1.45, 0.02], [-0.2, 1.8, 0.05], [0, 1.88, 0.06], [0.2, 1.8, 0.05], [0.44, 1.45, 0.02], [0.53, 1.0, 0], [0.52, 0.78, 0]];
  const band = wire(strap, 0.03, hide, false, 220);
  band.scale.z = 1.6;
  return turn(group(bag, base, band, ...[-0.53, 0.53].map((x) => turn(place(box(0.14, 0.26, 0.05, 0.02, hide), x, 0.82, 0), 0, Math.PI / 2, 0)), ...[-0.54, 0.54].map((x) => place(turn(hoop(0.06, 0.014, metal("#e3b158")), 0, 0, 0), x, 1.0, 0))), 0, 0.35, 0);
}

/** Split bamboo in a six-sided open weave. */
function doko(): THREE.Object3D {
  const strips = [matter("#d6b06a", { roughness: 0.55, clearcoat: 0.2 }), matter("#c39a54", { roughness: 0.55, clearcoat: 0.2 }), matter("#b58a46", { roughness: 0.6 })];
  const radius = (t: number) => 0.2 + 0.5 * t ** 0.8;
  const high = 1.35;
  const whole = group();
  const strip = (points: Point[], k: number, thick = 0.017) => {
    const one = wire(points, thick, strips[k % 3]!, false, 90);
    whole.add(one);
  };
  for (const way of [1, -1])
    for (let i = 0; i < 22; i++) {
      const points: Point[] = [];
      for (let s = 0; s <= 14; s++) {
        const t = s / 14;
        const angle = (i / 22) * TURN + way * t * 1.7;
        const r = radius(t) + way * 0.012;
        points.push([Math.cos(angle) * r, 0.03 + t * high, Math.sin(angle) * r]);
      }
      strip(points, i);
    }
  for (let ring = 0; ring < 13; ring++) {
    const t = ring / 12;
    whole.add(hoop(radius(t), ring === 12 || ring === 0 ? 0.035 : 0.016, strips[ring % 3]!, 0.03 + t * high));
  }
  whole.add(hoop(radius(1) + 0.012, 0.028, strips[2]!, high - 0.03), floorOf(0.2, "#9c7638", 0.035));
  return whole;
}

const zigzag = (base: string, dark: string, waves: number, thick = 0.12) => (t: number, u: number) =>
  Math.abs(((t * 3 + Math.abs(((u * waves) % 1) - 0.5)) % 1) - 0.5) < thick ? dark : base;

function lidded(): THREE.Object3D {
  const body = coiled({ profile: [[0.42, 0.02], [0.6, 0.14], [0.7, 0.4], [0.68, 0.64], [0.58, 0.8]], color: zigzag("#d9bf8c", "#3d2a1e", 8) });
  const lid = coiled({ profile: [[0.64, 0.8], [0.62, 0.88], [0.5, 0.99], [0.3, 1.08], [0.1, 1.12], [0.07, 1.16], [0.1, 1.22], [0.05, 1.28], [0.01, 1.29]], color: (t, u) => (t < 0.1 || t > 0.9 ? "#3d2a1e" : zigzag("#d9bf8c", "#3d2a1e", 8, 0.14)(t, u)) });
  return group(body, lid);
}

function laundry(): THREE.Object3D {
  const body = coiled({
    profile: [[0.5, 0.02], [0.52, 0.4], [0.54, 0.9], [0.55, 1.4]],
    stitch: 0.023,
    color: (t, u) => (t < 0.4 ? "#2b4a75" : t < 0.44 || (t > 0.47 && t < 0.49) ? "#2b4a75" : t > 0.965 ? "#2b4a75" : Math.abs(t - 0.62) < 0.06 * (1 - Math.abs(((u * 10) % 1) - 0.5) * 2) ? "#a8542a" : "#dfc795"),
  });
  const hide = leather();
  return group(body, floorOf(0.5, "#5b4630"), ...[1, -1].map((s) => wire([[-0.16, 1.2, 0.5 * s], [-0.14, 1.14, 0.6 * s], [0, 1.1, 0.64 * s], [0.14, 1.14, 0.6 * s], [0.16, 1.2, 0.5 * s]], 0.03, hide)));
}

const plant = () =>
  group(
    coiled({
      profile: [[0.4, 0.02], [0.48, 0.2], [0.53, 0.55], [0.53, 0.86], [0.55, 0.93], [0.6, 0.94], [0.625, 0.88], [0.62, 0.76], [0.6, 0.7]],
      stitch: 0.023,
      color: (t, u) => (t > 0.66 ? "#b4532f" : t > 0.35 && t < 0.6 && Math.abs(((u * 12) % 1) - 0.5) * 2 < (0.6 - t) * 4 ? "#b4532f" : "#e4d3ab"),
      lining: null,
    }),
    turned([[0.36, 0.03], [0.46, 0.2], [0.51, 0.55], [0.51, 0.88]], matter("#8a6a40", { side: THREE.DoubleSide, roughness: 1 })),
    floorOf(0.42, "#4d3a26"),
  );

const star = (base: string, first: string, second: string) => (t: number, u: number) => {
  const point = Math.abs(((u * 8) % 1) - 0.5) * 2;
  if (t > 0.95 || t < 0.07) return second;
  if (t > 0.85 && t < 0.89) return first;
  const reach = 0.34 + 0.42 * (1 - point);
  if (t < reach && t > reach - 0.13) return first;
  if (t < reach - 0.2 && t > reach - 0.3) return second;
  if (t > 0.62 && t < 0.8 && point > 0.62 + (0.8 - t)) return second;
  return base;
};

const tray = (base: string, first: string, second: string) => () =>
  coiled({ profile: [[0.01, 0.05], [0.3, 0.05], [0.6, 0.07], [0.82, 0.14], [0.95, 0.24]], stitch: 0.02, color: star(base, first, second), lining: "#b8965c" });

const bread = () =>
  coiled({
    profile: [[0.01, 0.03], [0.4, 0.03], [0.62, 0.05], [0.75, 0.14], [0.82, 0.28], [0.85, 0.36]],
    color: (t) => (t > 0.95 || (t > 0.78 && t < 0.84) || (t > 0.66 && t < 0.72) ? "#3c7448" : t < 0.1 || (t > 0.3 && t < 0.34) ? "#3c7448" : "#dfc795"),
    lining: "#a98a55",
  });

const fruit = () =>
  group(
    coiled({
      profile: [[0.01, 0.3], [0.3, 0.31], [0.55, 0.38], [0.74, 0.52], [0.84, 0.68]],
      color: (t, u) => (t > 0.94 ? "#3d2a1e" : Math.abs(t - 0.68) * 5 + Math.abs(((u * 10) % 1) - 0.5) * 2 < 0.75 ? "#3d2a1e" : "#d9bf8c"),
      lining: "#a98a55",
    }),
    coiled({ profile: [[0.44, 0.02], [0.36, 0.1], [0.3, 0.2], [0.32, 0.3]], color: (t) => (t < 0.16 ? "#3d2a1e" : "#d9bf8c") }),
  );

export const baskets: Record<string, Good> = {
  "basket-rust": { make: kiondo("#dcb980", "#9c3d1b", "#33241a") },
  // Two further views of the rust one, under the names the pages know.
  "basket-top": { make: kiondo("#dcb980", "#9c3d1b", "#33241a"), view: top },
  "basket-detail": { make: kiondo("#dcb980", "#9c3d1b", "#33241a"), view: { up: 0.22, round: 0.5, closer: 2.3, above: 0.03, right: 0.08 } },
  "basket-indigo": { make: kiondo("#e2cfa8", "#27466f", "#172338") },
  "basket-leaf": { make: kiondo("#dcc48f", "#2f6b45", "#8f3a1e") },
  "basket-stripe": { make: striped, more: { top } },
  "shoulder-kiondo": { make: shoulder, more: { side: { up: 0.42, round: -0.8 } } },
  doko: { make: doko, more: { top: { up: 0.85, round: 0.4 } } },
  "basket-lidded": { make: lidded, more: { above: { up: 0.85, round: 0.6 } } },
  "basket-laundry": { make: laundry, view: { up: 0.26, round: 0.5 }, more: { above: { up: 0.8, round: 0.4 } } },
  "basket-plant": { make: plant, more: { above: { up: 0.85, round: 0.4 } } },
  "tray-sun": { make: tray("#dfc795", "#a8421d", "#d08f2c"), view: { up: 0.98, round: 0.2 }, more: { side: { up: 0.35, round: 0.5 } } },
  "tray-night": { make: tray("#e2d3b0", "#231c18", "#231c18"), view: { up: 0.98, round: 0.2 } },
  "bread-basket": { make: bread, view: { up: 0.42 }, more: { above: { up: 1.05, round: 0.4 } } },
  "fruit-basket": { make: fruit, view: { up: 0.4 }, more: { above: { up: 1.0, round: 0.4 } } },
};
