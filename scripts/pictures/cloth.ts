import * as THREE from "three";
import { RoundedBoxGeometry } from "three/addons/geometries/RoundedBoxGeometry.js";
import { drawn, jitter, matter, random, weave } from "./materials.ts";
import { bent, group, place, type Point, TURN, turn, wire } from "./shapes.ts";
import type { Good, View } from "./stage.ts";

const stacked: View = { up: 0.62, round: 0.45 };
const above: View = { up: 1.1, round: 0.3 };
const SIDE = 1024;

type Print = (pen: CanvasRenderingContext2D) => void;
const printed = (draw: Print) => drawn(SIDE, SIDE, draw);

const stuff = (map: THREE.Texture, bump = 0.6) => matter("#fff", { map, roughness: 0.95, bumpMap: weave(70), bumpScale: bump, side: THREE.DoubleSide });

interface Folded {
  map: THREE.Texture;
  layers: number;
  fringe?: string;
  thick?: number;
  wide?: number;
  deep?: number;
}

/** Cloths folded to a pile: every layer a soft slab, its front a fold. */
function pile(cloths: Folded[]): THREE.Object3D {
  const whole = group();
  let y = 0;
  cloths.forEach(({ map, layers, fringe, thick = 0.105, wide = 1.5, deep = 1.08 }, i) => {
    const material = stuff(map);
    for (let layer = 0; layer < layers; layer++) {
      const w = wide - layer * 0.012;
      const d = deep - layer * 0.01;
      const slab = new THREE.Mesh(new RoundedBoxGeometry(w, thick, d, 8, thick * 0.48), material);
      bent(slab, (p) => {
        p.y += 0.01 * Math.sin(p.x * 5 + i * 2 + layer) + 0.008 * Math.sin(p.z * 7 + i + layer * 2);
      });
      const { position, uv, normal } = slab.geometry.attributes as Record<string, THREE.BufferAttribute>;
      for (let j = 0; j < position!.count; j++) {
        const flat = Math.abs(normal!.getY(j)) > 0.5;
        uv!.setXY(j, position!.getX(j) / wide + 0.5, flat ? 0.5 - (position!.getZ(j) / deep) * 0.98 : 0.03 + (position!.getY(j) + thick / 2) * 0.9);
      }
      const lying = place(slab, jitter() * 0.012, y + thick / 2 + 0.004, jitter() * 0.01);
      lying.rotation.y = (i - (cloths.length - 1) / 2) * 0.035;
      whole.add(lying);
      if (fringe) {
        const yarn = matter(fringe, { roughness: 0.95 });
        for (let k = 0; k < 44; k++) {
          const z = ((k + 0.5) / 44 - 0.5) * (d - 0.1);
          const drop = Math.min(y + thick * 0.5, 0.05 + random() * 0.03);
          whole.add(wire([[w / 2 - 0.03, y + thick * 0.5, z], [w / 2 + 0.05, y + thick * 0.42 - drop * 0.3, z + jitter() * 0.012], [w / 2 + 0.12, Math.max(0.012, y + thick * 0.4 - drop), z + jitter() * 0.025]], 0.0085, yarn, false, 8));
        }
      }
      y += thick * 0.93;
    }
    y += 0.008;
  });
  return whole;
}

const kangaPrint = (ground: string, a: string, b: string) =>
  printed((pen) => {
    pen.fillStyle = ground;
    pen.fillRect(0, 0, SIDE, SIDE);
    pen.fillStyle = a;
    pen.fillRect(0, SIDE * 0.74, SIDE, SIDE * 0.03);
    pen.fillRect(0, SIDE * 0.955, SIDE, SIDE * 0.02);
    for (let i = 0; i < 12; i++) {
      const x = ((i + 0.5) * SIDE) / 12;
      const y = SIDE * 0.86;
      pen.fillStyle = i % 2 ? b : a;
      pen.beginPath();
      pen.moveTo(x, y - 66);
      pen.lineTo(x + 36, y);
      pen.lineTo(x, y + 66);
      pen.lineTo(x - 36, y);
      pen.fill();
      pen.fillStyle = ground;
      pen.beginPath();
      pen.arc(x, y, 13, 0, 7);
      pen.fill();
    }
    for (let i = 0; i < 10; i++)
      for (let j = 0; j < 7; j++) {
        const x = ((i + (j % 2) * 0.5 + 0.25) * SIDE) / 10;
        const y = ((j + 0.5) * SIDE * 0.72) / 7;
        pen.fillStyle = (i + j) % 2 ? a : b;
        pen.beginPath();
        for (let p = 0; p <= 24; p++) {
          const angle = (p / 24) * TURN;
          const r = 22 + 9 * Math.cos(angle * 5);
          pen.lineTo(x + Math.cos(angle) * r, y + Math.sin(angle) * r);
        }
        pen.fill();
      }
  });

const stripes = (ground: string, bands: [number, number, string][]) =>
  printed((pen) => {
    pen.fillStyle = ground;
    pen.fillRect(0, 0, SIDE, SIDE);
    for (const [at, wide, color] of bands) {
      pen.fillStyle = color;
      pen.fillRect(0, at * SIDE, SIDE, wide * SIDE);
    }
  });

const kikoyStripes = (main: string, second: string) =>
  stripes("#f3ecdd", [[0, 0.1, main], [0.12, 0.015, second], [0.15, 0.05, main], [0.22, 0.01, second], [0.34, 0.008, main], [0.44, 0.008, main], [0.54, 0.008, main], [0.64, 0.008, main], [0.74, 0.01, second], [0.77, 0.05, main], [0.84, 0.015, second], [0.87, 0.13, main]]);

const check = (ground: string, dark: string, bright: string) =>
  printed((pen) => {
    pen.fillStyle = ground;
    pen.fillRect(0, 0, SIDE, SIDE);
    const lines: [number, number, string, number][] = [[0.02, 0.09, dark, 0.6], [0.13, 0.02, dark, 0.6], [0.19, 0.012, bright, 0.75]];
    for (let repeat = 0; repeat < 4; repeat++)
      for (const [at, wide, color, strength] of lines) {
        pen.globalAlpha = strength;
        pen.fillStyle = color;
        pen.fillRect(0, (repeat / 4 + at) * SIDE, SIDE, wide * SIDE);
        pen.fillRect((repeat / 4 + at) * SIDE, 0, wide * SIDE, SIDE);
      }
    pen.globalAlpha = 1;
  });

const fine = (color: string, line: string) =>
  printed((pen) => {
    pen.fillStyle = color;
    pen.fillRect(0, 0, SIDE, SIDE);
    pen.strokeStyle = line;
    for (let i = -80; i < 160; i++) {
      pen.globalAlpha = 0.09;
      pen.lineWidth = 3;
      pen.beginPath();
      pen.moveTo(i * 13, 0);
      pen.lineTo(i * 13 + SIDE, SIDE);
      pen.stroke();
    }
    pen.globalAlpha = 1;
  });

const towel = (color: string) =>
  printed((pen) => {
    pen.fillStyle = "#f5efe2";
    pen.fillRect(0, 0, SIDE, SIDE);
    pen.fillStyle = color;
    pen.fillRect(0, SIDE * 0.7, SIDE, 18);
    pen.fillRect(0, SIDE * 0.93, SIDE, 18);
    for (let i = 0; i < 16; i++)
      for (let step = 0; step < 4; step++) {
        const x = ((i + 0.5) * SIDE) / 16;
        pen.fillRect(x - 28 + step * 8, SIDE * 0.825 - 14 - step * 18, 56 - step * 16, 18);
        pen.fillRect(x - 28 + step * 8, SIDE * 0.825 - 4 + step * 18, 56 - step * 16, 18);
      }
    for (const x of [0.04, 0.94]) pen.fillRect(SIDE * x, 0, 14, SIDE * 0.7);
  });

const kanga = () =>
  pile([
    { map: kangaPrint("#8e1c24", "#f1e3c6", "#161412"), layers: 3 },
    { map: kangaPrint("#e0a02c", "#8e1c24", "#161412"), layers: 3 },
    { map: kangaPrint("#1d4e80", "#f1e3c6", "#e0a02c"), layers: 3 },
  ]);

const kikoy = () =>
  pile([
    { map: kikoyStripes("#d9603f", "#7c2f2a"), layers: 3, fringe: "#f3ecdd" },
    { map: kikoyStripes("#2d6e93", "#e0a02c"), layers: 3, fringe: "#f3ecdd" },
  ]);

const shawl = (color: string, line: string) => () => pile([{ map: fine(color, line), layers: 4, fringe: color, thick: 0.085, wide: 1.4, deep: 0.95 }]);
const shuka = (ground: string, dark: string, bright: string) => () => pile([{ map: check(ground, dark, bright), layers: 3, thick: 0.17, wide: 1.5, deep: 1.15 }]);
const towels = () =>
  pile([
    { map: towel("#a63a14"), layers: 2, thick: 0.09, wide: 1.2, deep: 0.95 },
    { map: towel("#2f6b45"), layers: 2, thick: 0.09, wide: 1.2, deep: 0.95 },
    { map: towel("#27466f"), layers: 2, thick: 0.09, wide: 1.2, deep: 0.95 },
  ]);

/** A filled cushion standing a little back: thin at the corners, full in the middle. */
function cushion(wide: number, high: number, face: THREE.Texture, piping: string): THREE.Object3D {
  const steps = 90;
  const full = 0.27;
  const swell = (u: number, v: number) => full * Math.sqrt(Math.max(0, 1 - Math.abs(u) ** 2.4) * Math.max(0, 1 - Math.abs(v) ** 2.4));
  const side = (sign: number) => {
    const sheet = new THREE.PlaneGeometry(wide, high, steps, steps);
    const cover = new THREE.Mesh(sheet, stuff(face, 0.8));
    bent(cover, (p) => {
      const u = p.x / (wide / 2);
      const v = p.y / (high / 2);
      const pull = 1 - 0.055 * ((1 - u * u) * v * v + (1 - v * v) * u * u);
      const wrinkle = 0.012 * Math.sin(u * 9 + v * 7) * Math.max(Math.abs(u), Math.abs(v)) ** 6;
      p.x *= pull;
      p.y *= pull;
      p.z = swell(u, v) + wrinkle;
    });
    if (sign < 0) cover.rotation.y = Math.PI;
    return cover;
  };
  const cord: Point[] = [];
  const corners = [[-1, -1], [1, -1], [1, 1], [-1, 1]] as const;
  for (let c = 0; c < 4; c++)
    for (let k = 0; k < 12; k++) {
      const [ax, ay] = corners[c]!;
      const [bx, by] = corners[(c + 1) % 4]!;
      const u = ax + ((bx - ax) * k) / 12;
      const v = ay + ((by - ay) * k) / 12;
      const pull = 1 - 0.055 * ((1 - u * u) * v * v + (1 - v * v) * u * u);
      cord.push([(u * wide * pull) / 2, (v * high * pull) / 2, 0]);
    }
  const whole = group(side(1), side(-1), wire(cord, 0.016, matter(piping, { roughness: 0.9 }), true, 320));
  return turn(place(whole, 0, high / 2, 0), -0.28, 0, 0);
}

const dhaka = printed.bind(null, (pen) => {
  pen.fillStyle = "#f1e6cf";
  pen.fillRect(0, 0, SIDE, SIDE);
  const tones = ["#a8232c", "#1f6b45", "#e0822c", "#22324f"];
  const unit = 16;
  for (let band = 0; band < 4; band++)
    for (let i = 0; i < 8; i++) {
      const x = ((i + 0.5) * SIDE) / 8;
      const y = ((band + 0.5) * SIDE) / 4;
      for (let s = 0; s < 6; s++) {
        pen.fillStyle = tones[(band + (s < 3 ? 0 : 1)) % 4]!;
        const half = (6 - s) * 9;
        pen.fillRect(x - half, y - unit * (s + 0.5), half * 2, unit - 3);
        pen.fillRect(x - half, y + unit * (s - 0.5), half * 2, unit - 3);
      }
      pen.fillStyle = tones[(band + 2) % 4]!;
      pen.fillRect(x - 14, y - 14, 28, 28);
      pen.fillRect(x + SIDE / 16 - 5, y - 60, 10, 120);
      pen.fillRect(x + SIDE / 16 - 22, y - 6, 44, 12);
    }
  for (let band = 0; band <= 4; band++) {
    pen.fillStyle = tones[band % 4]!;
    pen.fillRect(0, (band * SIDE) / 4 - 5, SIDE, 10);
  }
});

const kitenge = printed.bind(null, (pen) => {
  pen.fillStyle = "#1f3763";
  pen.fillRect(0, 0, SIDE, SIDE);
  for (let i = 0; i < 5; i++)
    for (let j = 0; j < 4; j++) {
      const x = ((i + (j % 2) * 0.5 + 0.25) * SIDE) / 5;
      const y = ((j + 0.5) * SIDE) / 4;
      pen.save();
      pen.translate(x, y);
      pen.scale(0.62, 1);
      for (const [r, color] of [[112, "#d99a2b"], [94, "#1f3763"], [82, "#f1e6cf"], [60, "#b5482a"], [34, "#d99a2b"], [16, "#1f3763"]] as const) {
        pen.fillStyle = color;
        pen.beginPath();
        pen.arc(0, 0, r, 0, 7);
        pen.fill();
      }
      for (let k = 0; k < 12; k++) {
        pen.save();
        pen.rotate((k / 12) * TURN);
        pen.fillStyle = "#1f3763";
        pen.beginPath();
        pen.ellipse(71, 0, 9, 5, 0, 0, 7);
        pen.fill();
        pen.restore();
      }
      pen.restore();
    }
});

/** A length of cloth rolled up, with its loose end lying in front. */
function roll(map: THREE.Texture, long: number, turns: number, thick: number, tail: number, fringe: string): THREE.Object3D {
  const spiral: [number, number][] = [];
  const outer = 0.1 + turns * thick * 1.06;
  const steps = turns * 48;
  for (let i = 0; i <= steps; i++) {
    const angle = (i / steps) * turns * TURN;
    const r = 0.1 + (angle / TURN) * thick * 1.06;
    const at = angle - turns * TURN - Math.PI / 2;
    spiral.push([Math.cos(at) * r, outer + Math.sin(at) * r]);
  }
  for (let i = 1; i <= 16; i++) spiral.push([(i / 16) * tail, 0.004 + 0.012 * Math.sin((i / 16) * 7)]);
  const half = thick * 0.42;
  const at: number[] = [];
  const uv: number[] = [];
  const index: number[] = [];
  const columns = 2;
  let run = 0;
  spiral.forEach(([x, y], i) => {
    const [px, py] = spiral[Math.max(0, i - 1)]!;
    const [nx, ny] = spiral[Math.min(spiral.length - 1, i + 1)]!;
    run += Math.hypot(x - px, y - py);
    const length = Math.hypot(nx - px, ny - py) || 1;
    const [ox, oy] = [(-(ny - py) / length) * half, ((nx - px) / length) * half];
    for (let c = 0; c < columns; c++) {
      const z = (c - 0.5) * long;
      at.push(x + ox, y + oy + half, z, x - ox, y - oy + half, z);
      uv.push(run / 2.2, c, run / 2.2, c);
    }
  });
  for (let i = 0; i < spiral.length - 1; i++) {
    const a = i * 4;
    const b = a + 4;
    index.push(a, b, a + 2, b, b + 2, a + 2);
    index.push(a + 1, a + 3, b + 1, b + 1, a + 3, b + 3);
    index.push(a, a + 1, b, b, a + 1, b + 1);
    index.push(a + 2, b + 2, a + 3, b + 2, b + 3, a + 3);
  }
  const shape = new THREE.BufferGeometry();
  shape.setAttribute("position", new THREE.Float32BufferAttribute(at, 3));
  shape.setAttribute("uv", new THREE.Float32BufferAttribute(uv, 2));
  shape.setIndex(index);
  const flatShape = shape.toNonIndexed();
  flatShape.computeVertexNormals();
  const whole = group(new THREE.Mesh(flatShape, stuff(map, 1)));
  const yarn = matter(fringe, { roughness: 0.95 });
  for (let k = 0; k < 60; k++) {
    const z = ((k + 0.5) / 60 - 0.5) * (long - 0.04);
    whole.add(wire([[tail - 0.02, half, z], [tail + 0.06, half * 0.9, z + jitter() * 0.01], [tail + 0.13, 0.012, z + jitter() * 0.02]], 0.009, yarn, false, 8));
  }
  return whole;
}

const lengthwise = (draw: Print) => {
  const map = printed(draw);
  map.wrapS = map.wrapT = THREE.RepeatWrapping;
  return map;
};

const rug = () =>
  turn(
    roll(
      lengthwise((pen) => {
        const bands: [string, number][] = [["#e8dcc4", 0.16], ["#4a3a2e", 0.06], ["#e8dcc4", 0.03], ["#8c8377", 0.14], ["#e8dcc4", 0.03], ["#6f5138", 0.1], ["#2b2420", 0.05], ["#8c8377", 0.06], ["#e8dcc4", 0.17], ["#6f5138", 0.12], ["#2b2420", 0.08]];
        let x = 0;
        for (const [color, wide] of bands) {
          pen.fillStyle = color;
          pen.fillRect(x * SIDE, 0, wide * SIDE + 1, SIDE);
          x += wide;
        }
        for (let i = 0; i < 2600; i++) {
          pen.globalAlpha = 0.1;
          pen.fillStyle = i % 2 ? "#fff" : "#000";
          pen.fillRect(random() * SIDE, random() * SIDE, 3, 20 + random() * 40);
        }
        pen.globalAlpha = 0.85;
        pen.fillStyle = "#2b2420";
        for (let k = 0; k < 12; k++)
          for (const at of [0.32, 0.78]) {
            const y = ((k + 0.5) * SIDE) / 12;
            pen.beginPath();
            pen.moveTo(at * SIDE - 34, y);
            pen.lineTo(at * SIDE, y - 34);
            pen.lineTo(at * SIDE + 34, y);
            pen.lineTo(at * SIDE, y + 34);
            pen.fill();
          }
        pen.globalAlpha = 1;
      }),
      1.7,
      5,
      0.06,
      1.15,
      "#e8dcc4",
    ),
    0,
    -0.9,
    0,
  );

const runner = () =>
  turn(
    roll(
      lengthwise((pen) => {
        pen.fillStyle = "#cdb892";
        pen.fillRect(0, 0, SIDE, SIDE);
        for (let i = 0; i < 5000; i++) {
          pen.globalAlpha = 0.12;
          pen.fillStyle = i % 3 ? "#9c8358" : "#efe2c4";
          if (i % 2) pen.fillRect(random() * SIDE, random() * SIDE, 2, 10 + random() * 50);
          else pen.fillRect(random() * SIDE, random() * SIDE, 10 + random() * 50, 2);
        }
        pen.globalAlpha = 1;
        pen.fillStyle = "#6b4426";
        for (const y of [0.07, 0.1, 0.88, 0.91]) pen.fillRect(0, y * SIDE, SIDE, 14);
        for (let k = 0; k < 22; k++)
          for (const y of [0.16, 0.84]) {
            pen.beginPath();
            pen.moveTo(((k + 0.5) / 22) * SIDE, y * SIDE - 26);
            pen.lineTo(((k + 0.5) / 22) * SIDE + 16, y * SIDE);
            pen.lineTo(((k + 0.5) / 22) * SIDE, y * SIDE + 26);
            pen.lineTo(((k + 0.5) / 22) * SIDE - 16, y * SIDE);
            pen.fill();
          }
      }),
      1.0,
      4,
      0.035,
      1.25,
      "#cdb892",
    ),
    0,
    -0.7,
    0,
  );

export const cloth: Record<string, Good> = {
  kanga: { make: kanga, view: stacked, more: { above } },
  kikoy: { make: kikoy, view: stacked, more: { above } },
  pashmina: { make: shawl("#6b1a2e", "#d98a9a"), view: stacked, more: { above } },
  "pashmina-ash": { make: shawl("#a8a199", "#f4efe6"), view: stacked },
  shuka: { make: shuka("#b3202a", "#15101a", "#f2d9c8"), view: stacked, more: { above } },
  "shuka-blue": { make: shuka("#24509a", "#0d1322", "#e05a4a"), view: stacked },
  towels: { make: towels, view: stacked, more: { above } },
  "cushion-dhaka": { make: () => cushion(1.3, 1.3, dhaka(), "#a8232c"), view: { up: 0.2, round: 0.3 }, more: { above: { up: 0.85, round: 0.2 } } },
  "cushion-kitenge": { make: () => cushion(1.7, 1.0, kitenge(), "#d99a2b"), view: { up: 0.2, round: 0.3 }, more: { above: { up: 0.85, round: 0.2 } } },
  rug: { make: rug, view: { up: 0.5, round: 0.2 }, more: { side: { up: 0.35, round: 0.75 } } },
  runner: { make: runner, view: { up: 0.6, round: 0.1 }, more: { above: { up: 1.1, round: 0.1 } } },
};
