import * as THREE from "three";
import { bead, brass, copper, dents, drawn, gold, jitter, leather, matter, random, silver, streaked, timber, turquoise } from "./materials.ts";
import { ball, type Bead, bent, box, cut, flatTexture, group, hoop, place, type Point, type Profile, rod, threaded, TURN, turn, turned, turnedPart, wire } from "./shapes.ts";
import type { Good, View } from "./stage.ts";

const above: View = { up: 1.05, round: 0.5 };

/** A bangle with a ribbed or twisted skin. */
function ribbed(radius: number, thick: number, material: THREE.Material, ribs: number, slant: number, depth = 0.022, arc = TURN): THREE.Mesh {
  return bent(new THREE.Mesh(new THREE.TorusGeometry(radius, thick, 36, 360, arc), material), (p) => {
    const wave = 1 + depth * Math.sin(Math.atan2(p.y, p.x) * ribs + p.z * slant);
    p.x *= wave;
    p.y *= wave;
  });
}

function bangles(): THREE.Object3D {
  const yellow = brass();
  return group(
    place(hoop(0.62, 0.055, yellow), 0, 0.055, 0),
    place(turn(new THREE.Mesh(new THREE.TorusGeometry(0.62, 0.055, 40, 220), copper()), Math.PI / 2 + 0.02), 0.015, 0.168, 0.02),
    place(turn(ribbed(0.62, 0.066, yellow, 46, 40), -0.3, 0.35, 0), 0.1, 0.7, -0.3),
  );
}

function bracelet(): THREE.Object3D {
  const whole = group();
  const rows: [string, string, number][] = [["#c22a20", "#f6eedd", 0.055], ["#1f63a8", "#eba934", 0.165], ["#1a1512", "#c22a20", 0.275]];
  const glass: Bead[] = [];
  rows.forEach(([a, b, y], row) => {
    for (let i = 0; i < 44; i++) {
      const angle = (i / 44) * TURN + row * 0.2;
      const radius = row === 1 ? 0.62 : 0.6;
      const at: Point = [Math.cos(angle) * radius, y, Math.sin(angle) * radius];
      if (i % 11 === 0) whole.add(place(ball(0.062, brass()), ...at));
      else glass.push({ at, size: 0.046, color: i % 11 < 4 || i % 11 > 7 ? a : b });
    }
  });
  whole.add(threaded(glass, bead(), 24));
  return whole;
}

/** An open cuff: a strip with round edges, closed at its ends by capsules. */
function cuff(material: THREE.Material, height: number, thick = 0.022): THREE.Object3D {
  const radius = 0.6;
  const half = height / 2;
  const profile: Profile = [[radius - thick, 0], [radius - thick, -half + thick], [radius, -half], [radius + thick, -half + thick], [radius + thick, 0], [radius + thick, half - thick], [radius, half], [radius - thick, half - thick], [radius - thick, 0]];
  const gap = 0.75;
  const whole = group(turnedPart(profile, material, gap / 2, TURN - gap));
  for (const angle of [gap / 2, -gap / 2])
    whole.add(place(new THREE.Mesh(new THREE.CapsuleGeometry(thick, height - 2 * thick, 12, 24), material), Math.sin(angle) * radius, 0, Math.cos(angle) * radius));
  whole.scale.set(1.14, 1, 0.96);
  whole.rotation.y = -0.35;
  return place(group(whole), 0, half, 0);
}

const hammeredCuff = (metal: typeof brass) => () => cuff(metal({ bumpMap: dents(300, 34, 4, 2), bumpScale: 8, side: THREE.DoubleSide }), 0.46);

function silverCuff(): THREE.Object3D {
  const river = drawn(2048, 256, (pen, w, h) => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, w, h);
    for (const [shift, wide] of [[0, 9], [-34, 4], [34, 4]] as const) {
      pen.strokeStyle = "#3d3d42";
      pen.lineWidth = wide;
      pen.beginPath();
      for (let x = 0; x <= w; x += 4) pen.lineTo(x, h * 0.5 + shift * 0.5 + Math.sin((x / w) * TURN * 7) * 15);
      pen.stroke();
    }
  });
  return cuff(silver({ map: river, side: THREE.DoubleSide, roughness: 0.2 }), 0.3, 0.028);
}

function hornBangle(): THREE.Object3D {
  const horn = matter("#fff", { map: streaked("#3d2a1c", ["#120b07", "#8a6238", "#c49a5e"], 900), roughness: 0.2, clearcoat: 0.8 });
  const whole = group(hoop(0.6, 0.115, horn, 0.115));
  for (const start of [0.9, 2.99, 5.08])
    for (const shift of [-0.09, 0, 0.09]) {
      const angle = start + shift;
      const band = new THREE.Mesh(new THREE.TorusGeometry(0.117, 0.011, 16, 60), brass());
      band.position.set(Math.cos(angle) * 0.6, 0.115, Math.sin(angle) * 0.6);
      band.rotation.y = -angle;
      whole.add(band);
    }
  return whole;
}

function wristband(field: string, cross: string, edge: string, block: string): () => THREE.Object3D {
  return () => {
    const rows = 9;
    const around = 78;
    const beads: Bead[] = [];
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < around; j++) {
        const angle = (j / around) * TURN;
        const u = j % 13;
        const d = Math.abs(i - 4) + Math.abs(u - 6);
        const color = i === 0 || i === rows - 1 ? edge : d <= 1 ? block : d <= 3 ? cross : u === 0 ? edge : field;
        beads.push({ at: [Math.cos(angle) * 0.6, 0.03 + i * 0.05, Math.sin(angle) * 0.6], size: [0.0255, 0.0265, 0.0255], color });
      }
    const lining = turned([[0.585, 0], [0.58, 0.22], [0.585, 0.46]], matter("#3a1d12", { side: THREE.DoubleSide, roughness: 0.8 }));
    return group(threaded(beads, bead(), 16), lining);
  };
}

/** Four wires wound round a ring. */
function rope(): THREE.Object3D {
  const whole = group();
  for (let strand = 0; strand < 4; strand++) {
    const points: Point[] = [];
    for (let i = 0; i < 320; i++) {
      const angle = (i / 320) * TURN;
      const twist = angle * 14 + (strand / 4) * TURN;
      const radius = 0.62 + Math.cos(twist) * 0.034;
      points.push([Math.cos(angle) * radius, Math.sin(twist) * 0.034, Math.sin(angle) * radius]);
    }
    whole.add(wire(points, 0.032, copper(), true, 640));
  }
  return whole;
}

const twoRopes = () => group(place(rope(), 0, 0.066, 0), place(turn(rope(), 0.62, 0.4, 0.1), 0.16, 0.47, -0.08));

/** A small stand of brass on wood that earrings hang from. */
function stand(): THREE.Group {
  const metal = brass();
  const whole = group(place(box(1.5, 0.1, 0.5, 0.04, timber("#a9713c", "#5a3315")), 0, 0.05, 0), place(turn(rod(0.022, 1.34, metal), 0, 0, Math.PI / 2), 0, 1.52, 0));
  for (const x of [-0.62, 0.62]) whole.add(place(rod(0.025, 1.5, metal), x, 0.8, 0));
  return whole;
}

function hung(one: () => THREE.Object3D, hook: () => THREE.Material): () => THREE.Object3D {
  return () => {
    const whole = stand();
    for (const [x, spin] of [[-0.3, 0.16], [0.3, -0.12]] as const) {
      const ring = turn(place(new THREE.Mesh(new THREE.TorusGeometry(0.05, 0.011, 12, 40), hook()), 0, 1.5, 0), 0, Math.PI / 2, 0);
      whole.add(turn(place(group(ring, one()), x, 0, 0), 0, spin, 0));
    }
    return whole;
  };
}

function sunDrop(): THREE.Object3D {
  const metal = brass();
  const whole = group(turn(place(rod(0.2, 0.03, metal), 0, 1.23, 0), Math.PI / 2));
  const beads: Bead[] = [];
  ["#eba934", "#f6eedd", "#c22a20"].forEach((color, ring) => {
    const radius = 0.07 + ring * 0.048;
    const count = Math.round((TURN * radius) / 0.046);
    for (let j = 0; j < count; j++) {
      const angle = (j / count) * TURN;
      beads.push({ at: [Math.cos(angle) * radius, 1.23 + Math.sin(angle) * radius, 0.024], size: 0.023, color });
    }
  });
  whole.add(threaded(beads, bead(), 18));
  for (let i = -2; i <= 2; i++) {
    const top = 1.24 - Math.sqrt(0.04 - (i * 0.075) ** 2);
    const foot = 0.7 + 0.05 * Math.abs(i);
    const drop: Profile = [[0, -0.09], [0.035, -0.06], [0.03, 0], [0, 0.05]];
    whole.add(place(rod(0.007, top - foot, metal), i * 0.075, (top + foot) / 2, 0));
    whole.add(place(turned(drop, i % 2 ? matter("#1f63a8", { roughness: 0.25, clearcoat: 0.6 }) : metal, 32, 30), i * 0.075, foot - 0.04, 0));
  }
  return whole;
}

function turquoiseDrop(): THREE.Object3D {
  const drop: Profile = [[0, -0.28], [0.1, -0.25], [0.165, -0.16], [0.17, -0.05], [0.1, 0.12], [0.035, 0.26], [0, 0.34]];
  const stone = turned(drop, matter("#fff", { map: turquoise(), roughness: 0.2, clearcoat: 0.9 }), 64, 60);
  stone.scale.set(1, 1, 0.55);
  const rim = turned(drop.map(([x, y]) => [x * 1.13, y * 1.09]), silver(), 64, 60);
  rim.scale.set(1, 1, 0.3);
  const link = place(new THREE.Mesh(new THREE.TorusGeometry(0.04, 0.012, 12, 32), silver()), 0, 1.41, 0);
  return group(link, place(stone, 0, 1.0, 0), place(rim, 0, 1.0, -0.02));
}

function leafDrop(): THREE.Object3D {
  const outline = new THREE.Shape();
  outline.moveTo(0, 0.36);
  outline.bezierCurveTo(0.16, 0.28, 0.27, 0.02, 0.2, -0.16);
  outline.bezierCurveTo(0.15, -0.28, 0.05, -0.34, 0, -0.42);
  outline.bezierCurveTo(-0.05, -0.34, -0.15, -0.28, -0.2, -0.16);
  outline.bezierCurveTo(-0.27, 0.02, -0.16, 0.28, 0, 0.36);
  const veins = drawn(512, 1024, (pen, w, h) => {
    pen.fillStyle = "#999";
    pen.fillRect(0, 0, w, h);
    pen.strokeStyle = "#222";
    pen.lineWidth = 12;
    pen.beginPath();
    pen.moveTo(w / 2, 0);
    pen.lineTo(w / 2, h);
    for (let i = 0; i < 11; i++)
      for (const side of [-1, 1]) {
        pen.moveTo(w / 2, 120 + i * 80);
        pen.quadraticCurveTo(w / 2 + side * 120, 70 + i * 80, w / 2 + side * 260, -40 + i * 80);
      }
    pen.stroke();
  });
  const metal = brass({ bumpMap: veins, bumpScale: 5, roughness: 0.3 });
  const leaf = new THREE.Mesh(new THREE.ExtrudeGeometry(outline, { depth: 0.012, bevelEnabled: true, bevelSize: 0.008, bevelThickness: 0.008, curveSegments: 40 }), metal);
  const at = leaf.geometry.attributes.position!;
  const uv = leaf.geometry.attributes.uv!;
  for (let i = 0; i < at.count; i++) uv.setXY(i, at.getX(i) / 0.5 + 0.5, at.getY(i) / 0.8 + 0.53);
  const link = place(new THREE.Mesh(new THREE.TorusGeometry(0.04, 0.012, 12, 32), brass()), 0, 1.4, 0);
  return group(link, turn(place(leaf, 0, 1.01, 0), 0.06, 0.1, 0));
}

/** Two hoops standing, one in front of the other. */
function pairOfHoops(one: () => THREE.Object3D): () => THREE.Object3D {
  return () => {
    const whole = group();
    for (const [i, [x, y, spin]] of ([[-0.42, 0.5, 0.3], [0.46, 0.46, -0.5]] as const).entries()) {
      const pin = turn(place(rod(0.012, 0.2, silver()), -0.06, 0.44, 0), 0, 0, Math.PI / 2);
      whole.add(turn(place(group(one(), pin), x, y, i * 0.3), i ? -0.1 : 0, spin, 0));
    }
    return whole;
  };
}

const twistedHoop = () => turn(ribbed(0.44, 0.05, silver(), 60, 50, 0.016, Math.PI * 1.9), 0, 0, Math.PI * 0.55);

const beadHoop = (colors: string[]) => () => {
  const beads: Bead[] = [];
  for (let i = 0; i < 52; i++) {
    const angle = Math.PI * 0.56 + (i / 52) * Math.PI * 1.9;
    beads.push({ at: [Math.cos(angle) * 0.44, Math.sin(angle) * 0.44, 0], size: [0.034, 0.034, 0.04], color: colors[Math.floor(Math.abs(i - 25.5) / 4) % colors.length]! });
  }
  return group(threaded(beads, bead(), 22), turn(new THREE.Mesh(new THREE.TorusGeometry(0.44, 0.01, 12, 120, Math.PI * 1.95), brass()), 0, 0, Math.PI * 0.53));
};

function studs(): THREE.Object3D {
  const metal = brass({ bumpMap: dents(160, 40), bumpScale: 5, roughness: 0.2 });
  const whole = group(place(box(1.5, 0.3, 0.72, 0.05, timber("#4a2c18", "#1d0e06")), 0, 0.15, 0));
  for (const [x, spin] of [[-0.36, 0.2], [0.36, -0.15]] as const) {
    const coin = flatTexture(turned([[0, 0], [0.2, 0.02], [0.28, 0.07], [0.275, 0.09], [0.25, 0.085], [0.12, 0.045], [0, 0.035]], metal, 96), 0.9);
    const stud = group(coin, place(rod(0.014, 0.3, silver()), 0, -0.14, 0));
    whole.add(turn(place(group(turn(stud, 1.02, 0, 0)), x, 0.53, 0.06), 0, spin, 0));
  }
  return whole;
}

interface CollarColors { inner: string; field: string; line: string; pair: [string, string]; spot: string; edge: string }
const pale = "#f6eedd";
const kajiado: CollarColors = { inner: pale, field: "#c22a20", line: pale, pair: ["#eba934", "#1f7a45"], spot: "#1f63a8", edge: "#1a1512" };

/** Thirteen rings of beads on hide. */
function collar(colors: CollarColors): () => THREE.Object3D {
  return () => {
    const rows = 13;
    const beads: Bead[] = [];
    for (let i = 0; i < rows; i++) {
      const radius = 0.46 + i * 0.052;
      const count = Math.floor((TURN * radius) / 0.047 / 24) * 24;
      for (let j = 0; j < count; j++) {
        const angle = (j / count) * TURN;
        const off = Math.abs((((j / count) * 12) % 1) - 0.5) * 2;
        let color = colors.field;
        if (i === 0 || i === 12) color = colors.inner;
        else if (i === 1 || i === 11) color = colors.edge;
        else if (i === 4 || i === 8) color = colors.line;
        else if (i > 4 && i < 8) color = off < 0.33 ? colors.pair[0] : off < 0.62 ? colors.pair[1] : colors.spot;
        else if (i > 8) color = Math.floor((j / count) * 48) % 4 === 0 ? colors.line : i === 10 ? colors.pair[0] : colors.field;
        beads.push({ at: [Math.cos(angle) * radius, 0.1 + 0.16 * ((rows - 1 - i) / (rows - 1)) ** 1.3, Math.sin(angle) * radius], size: 0.0262, color });
      }
    }
    const hide = turned([[0.44, 0.23], [0.6, 0.15], [0.85, 0.09], [1.1, 0.07]], matter("#3a1d12", { side: THREE.DoubleSide, roughness: 0.8 }));
    return turn(group(threaded(beads, bead(), 12), hide), 0.14, 0, 0);
  };
}

/** The line a necklace takes when it is laid down: a drop with its point to the viewer. */
function laid(t: number, wide = 0.6, long = 0.72): Point {
  const angle = t * TURN;
  const down = -Math.cos(angle);
  return [Math.sin(angle) * wide * (1 - 0.12 * Math.max(0, down)), 0, down * long + (down > 0 ? 0.16 * down ** 3 : 0)];
}

/** Where a bead on the line faces. */
function along(t: number, wide?: number, long?: number): number {
  const [x0, , z0] = laid(t - 0.002, wide, long);
  const [x1, , z1] = laid(t + 0.002, wide, long);
  return -Math.atan2(z1 - z0, x1 - x0);
}

function pendantOnChain(): THREE.Object3D {
  const metal = silver();
  const links = new THREE.InstancedMesh(new THREE.TorusGeometry(0.034, 0.0105, 10, 22), metal, 112);
  const matrix = new THREE.Matrix4();
  for (let i = 0; i < 112; i++) {
    const [x, , z] = laid(i / 112);
    const spin = new THREE.Quaternion().setFromEuler(new THREE.Euler(i % 2 ? Math.PI / 2 : 0.5, along(i / 112), 0, "YXZ"));
    links.setMatrixAt(i, matrix.compose(new THREE.Vector3(x, 0.035, z), spin, new THREE.Vector3(1.25, 1, 1)));
  }
  const stone = place(ball(0.155, matter("#fff", { map: turquoise(), roughness: 0.18, clearcoat: 1 })), 0, 0.07, 1.1);
  stone.scale.y = 0.5;
  return group(
    links,
    place(turned([[0, 0], [0.17, 0.005], [0.21, 0.035], [0.2, 0.06], [0.16, 0.065], [0, 0.065]], metal, 96), 0, 0.01, 1.1),
    stone,
    hoop(0.05, 0.016, metal).translateZ(0).translateY(0.89).translateZ(-0.05),
  );
}

function copal(): THREE.Object3D {
  const amber: Bead[] = [];
  const between: Bead[] = [];
  const count = 23;
  const tones = ["#b8690f", "#c98322", "#9c4f0c", "#d49a3a", "#8a4208"];
  let t = 0;
  const sizes = Array.from({ length: count }, (_, i) => 0.045 + 0.05 * Math.sin((i / (count - 1)) * Math.PI) ** 1.5);
  const total = sizes.reduce((sum, size) => sum + size * 2 + 0.055, 0);
  for (const size of sizes) {
    const middle = t + size / total;
    const [x, , z] = laid(middle, 0.66, 0.74);
    amber.push({ at: [x, size, z], size: [size * 1.05, size * (0.96 + random() * 0.08), size], color: tones[Math.floor(random() * tones.length)]!, facing: along(middle, 0.66, 0.74) });
    const next = t + (size * 2 + 0.0275) / total;
    const [bx, , bz] = laid(next, 0.66, 0.74);
    between.push({ at: [bx, 0.055, bz], size: 0.037, color: "#fff" });
    t += (size * 2 + 0.055) / total;
  }
  return group(threaded(amber, matter("#fff", { roughness: 0.16, clearcoat: 0.8, sheen: 0.4, sheenColor: new THREE.Color("#ffcf7a") }), 32), threaded(between, brass(), 20));
}

/** Threads that hang or lie together. */
function tassel(color: string, length: number): THREE.Object3D {
  const whole = group(turned([[0, -0.12], [0.05, -0.11], [0.06, -0.06], [0.05, -0.01], [0, 0]], matter(color, { roughness: 0.8 }), 32, 30));
  for (let i = 0; i < 60; i++) {
    const angle = i * 2.4;
    const wide = Math.sqrt(i / 60) * 0.1;
    const x = Math.cos(angle) * wide;
    const z = Math.sin(angle) * wide;
    whole.add(wire([[x * 0.4, -0.1, z * 0.4], [x * 0.8, -0.1 - length * 0.5, z * 0.8], [x * 1.1 + jitter() * 0.02, -0.1 - length * (0.95 + random() * 0.08), z]], 0.011, matter(color, { roughness: 0.8 }), false, 12));
  }
  return whole;
}

function mala(): THREE.Object3D {
  const seeds: Bead[] = [];
  const tones = ["#6b3a20", "#7d4728", "#5a2f1a", "#8a5232"];
  for (let i = 0; i < 108; i++) {
    const turnNumber = i / 54;
    const t = (i % 54) / 54;
    const inner = turnNumber >= 1 ? 1 : 0;
    const [x, , z] = laid(t, inner ? 0.5 : 0.66, inner ? 0.6 : 0.76);
    seeds.push({ at: [x + jitter() * 0.006, 0.045 + inner * 0.004, z], size: inner ? 0.037 : 0.045, color: tones[Math.floor(random() * 4)]! });
  }
  const rough = matter("#fff", { roughness: 0.6, bumpMap: dents(300, 30, 1, 1), bumpScale: 8 });
  const end = place(ball(0.07, matter("#6b3a20", { roughness: 0.6, bumpMap: dents(300, 30), bumpScale: 8 })), 0, 0.07, 0.99);
  return group(threaded(seeds, rough, 28), end, place(turn(tassel("#b3202a", 0.34), -Math.PI / 2, 0, 0.12), 0, 0.07, 1.05));
}

function discPendant(): THREE.Object3D {
  const points: Point[] = [];
  for (let i = 0; i < 60; i++) {
    const [x, , z] = laid(i / 60, 0.55, 0.7);
    points.push([x, 0.025, z]);
  }
  const metal = brass({ bumpMap: dents(200, 40), bumpScale: 5, roughness: 0.22 });
  const large = place(flatTexture(turned([[0, 0], [0.3, 0], [0.315, 0.008], [0.3, 0.015], [0.2, 0.03], [0, 0.035]], metal, 96), 1), 0, 0.005, 1.16);
  const small = place(turned([[0, 0], [0.15, 0], [0.16, 0.01], [0.12, 0.025], [0, 0.03]], copper({ roughness: 0.24 }), 96), 0, 0.045, 1.07);
  return group(wire(points, 0.022, leather("#33200f"), true, 300), large, turn(small, 0.1, 0, 0), place(hoop(0.045, 0.014, brass()), 0, 0.04, 0.87));
}

function paperBeads(): THREE.Object3D {
  const tones = ["#c8442c", "#e8b23a", "#2f6f8f", "#f2e6cd", "#3d7a4b", "#7c2f4a", "#e07b39", "#22302f"];
  const long: Bead[] = [];
  const small: Bead[] = [];
  [0.5, 0.62, 0.74].forEach((wide, row) => {
    const count = 22 + row * 5;
    for (let i = 0; i < count; i++) {
      const t = i / count;
      const [x, , z] = laid(t, wide, wide * 1.16);
      long.push({ at: [x, 0.045, z], size: [0.068, 0.042, 0.042], color: tones[Math.floor(random() * tones.length)]!, facing: along(t, wide, wide * 1.16) });
      const [sx, , sz] = laid(t + 0.5 / count, wide, wide * 1.16);
      small.push({ at: [sx, 0.04, sz], size: 0.02, color: "#e3b158" });
    }
  });
  return group(threaded(long, matter("#fff", { roughness: 0.3, clearcoat: 0.7 }), 24), threaded(small, bead(), 16));
}

function stoneRing(metal: () => THREE.Material, color: string, glow: string, sides: number): () => THREE.Object3D {
  return () => {
    const k = metal();
    const hoopUp = place(new THREE.Mesh(new THREE.TorusGeometry(0.6, 0.06, 48, 200), k), 0, 0.66, 0);
    hoopUp.scale.z = 1.5;
    const gem = matter(color, { roughness: 0.02, clearcoat: 1, clearcoatRoughness: 0, envMapIntensity: 0.85, flatShading: true, ior: 1.75, emissive: new THREE.Color(glow), emissiveIntensity: 0.4 });
    const whole = group(hoopUp, place(cut([[0, -0.2], [0.14, -0.08], [0.26, 0.02], [0.27, 0.05], [0.225, 0.1], [0.16, 0.13], [0, 0.13]], sides, gem), 0, 1.47, 0), hoop(0.17, 0.022, k, 1.36));
    for (let i = 0; i < 4; i++) {
      const angle = (i / 4) * TURN + 0.785;
      const claw = place(rod(0.03, 0.3, k, 0.024), Math.cos(angle) * 0.215, 1.42, Math.sin(angle) * 0.215);
      whole.add(turn(claw, Math.sin(angle) * 0.42, 0, -Math.cos(angle) * 0.42), place(ball(0.032, k), Math.cos(angle) * 0.262, 1.555, Math.sin(angle) * 0.262));
    }
    return turn(whole, 0, 0.55, 0);
  };
}

function bands(): THREE.Object3D {
  const band = (metal: THREE.Material, r: number) => turned([[r - 0.07, 0], [r, 0.03], [r + 0.02, 0.15], [r, 0.27], [r - 0.07, 0.3], [r - 0.085, 0.15], [r - 0.07, 0]], metal, 200, 60);
  return group(band(gold(), 0.56), place(turn(band(silver(), 0.5), Math.PI / 2 - 0.28, 0, 0.35), 0.42, 0.48, 0.22));
}

function signet(): THREE.Object3D {
  const metal = brass({ roughness: 0.2 });
  const shank = new THREE.Mesh(new THREE.TorusGeometry(0.56, 0.085, 48, 240), metal);
  bent(shank, (p) => {
    const angle = Math.atan2(p.y, p.x);
    const near = Math.max(0, Math.cos(angle - Math.PI / 2)) ** 5;
    p.z *= 1.1 + near * 1.7;
    const r = Math.hypot(p.x, p.y);
    const grow = r > 0.56 ? 1 - near * 0.02 : 1;
    p.x *= grow;
    p.y *= grow;
  });
  const face = turned([[0.2, -0.12], [0.31, -0.05], [0.33, 0.02], [0.31, 0.06], [0.27, 0.07], [0, 0.07]], metal, 96);
  face.scale.set(1, 1, 0.86);
  return turn(group(place(shank, 0, 0.645, 0), place(face, 0, 1.29, 0)), 0, 0.6, 0);
}

function stackRings(): THREE.Object3D {
  const plain = (m: THREE.Material) => hoop(0.5, 0.045, m);
  const ribs = (m: THREE.Material, n: number, slant: number) => turn(ribbed(0.5, 0.045, m, n, slant, 0.025), Math.PI / 2);
  const dotted = () => {
    const whole = group();
    const dots: Bead[] = Array.from({ length: 40 }, (_, i) => ({ at: [Math.cos((i / 40) * TURN) * 0.5, 0, Math.sin((i / 40) * TURN) * 0.5], size: 0.046, color: "#fff" }));
    whole.add(threaded(dots, brass(), 20));
    return whole;
  };
  return group(
    place(plain(brass()), 0, 0.045, 0),
    place(dotted(), 0.02, 0.138, 0.01),
    place(ribs(silver(), 50, 40), -0.02, 0.23, 0),
    place(turn(group(plain(silver({ bumpMap: dents(500, 20, 6, 1), bumpScale: 10 }))), 0.62, 0.5, -0.28), 0.42, 0.38, 0.34),
    place(turn(group(ribs(brass(), 34, 0)), 0.03, 0, 0.02), 0.01, 0.322, 0),
  );
}

const flat: View = { up: 0.95, round: 0.2 };
const laidView: View = { up: 1.1, round: 0.12 };

export const jewellery: Record<string, Good> = {
  bangles: { make: bangles, view: { up: 0.5 }, more: { above } },
  bracelet: { make: bracelet, view: { up: 0.52 }, more: { above } },
  "cuff-hammered": { make: hammeredCuff(brass), view: { up: 0.34, round: 0.1 }, more: { above: { up: 0.95, round: 0.3 } } },
  "cuff-copper": { make: hammeredCuff(copper), view: { up: 0.34, round: 0.1 } },
  "cuff-silver": { make: silverCuff, view: { up: 0.4, round: -0.5 }, more: { above: { up: 0.95, round: 0.3 } } },
  "bangle-horn": { make: hornBangle, view: { up: 0.48 }, more: { above } },
  "wristband-red": { make: wristband("#c22a20", "#f6eedd", "#1a1512", "#1f63a8"), view: { up: 0.4 }, more: { above: { up: 0.9, round: 0.8 } } },
  "wristband-sea": { make: wristband("#1f63a8", "#f6eedd", "#123250", "#2fa39a"), view: { up: 0.4 } },
  "bangle-twist": { make: twoRopes, view: { up: 0.5 }, more: { close: { up: 0.45, closer: 2.3, right: -0.12, above: -0.14 } } },
  earrings: { make: hung(sunDrop, silver), more: { close: { up: 0.12, round: 0.1, closer: 2.05, right: -0.17, above: 0.12 } } },
  hoops: { make: pairOfHoops(twistedHoop), more: { above: { up: 0.75, round: -0.5 } } },
  "bead-hoops": { make: pairOfHoops(beadHoop(["#c22a20", "#eba934", "#f6eedd", "#1a1512"])), more: { above: { up: 0.7, round: -0.5 } } },
  "bead-hoops-sea": { make: pairOfHoops(beadHoop(["#1f63a8", "#f6eedd", "#2fa39a", "#123250"])) },
  studs: { make: studs, view: { up: 0.4 }, more: { above: { up: 0.85, round: -0.4 } } },
  "drops-turquoise": { make: hung(turquoiseDrop, silver), more: { close: { up: 0.12, round: 0.1, closer: 2.3, right: -0.19, above: 0.13 } } },
  "leaf-drops": { make: hung(leafDrop, brass), more: { close: { up: 0.12, round: 0.1, closer: 2.3, right: -0.19, above: 0.13 } } },
  collar: { make: collar(kajiado), view: flat, more: { side: { up: 0.4, round: 0.6 } } },
  "collar-sea": { make: collar({ ...kajiado, field: "#1f63a8", pair: ["#2fa39a", pale], spot: "#eba934" }), view: { up: 0.95, round: -0.2 }, more: { side: { up: 0.4, round: -0.6 } } },
  "collar-sunset": { make: collar({ ...kajiado, field: "#e0702c", pair: ["#c8385a", pale], spot: "#7c2340", edge: "#7c2340" }), view: { up: 0.95, round: -0.2 } },
  "collar-milk": { make: collar({ ...kajiado, field: pale, line: "#c22a20", pair: [pale, "#1f7a45"], spot: pale, edge: "#c22a20" }), view: { up: 0.95, round: -0.2 } },
  "collar-night": { make: collar({ ...kajiado, field: "#1a1512", pair: ["#1f63a8", pale], spot: "#c22a20", edge: "#1f63a8" }), view: { up: 0.95, round: -0.2 } },
  necklace: { make: pendantOnChain, view: laidView, more: { close: { up: 0.8, round: 0, closer: 2.6, above: -0.27 } } },
  "strand-amber": { make: copal, view: laidView, more: { close: { up: 0.7, round: 0.1, closer: 2.1, above: -0.18 } } },
  mala: { make: mala, view: laidView, more: { close: { up: 0.75, round: 0, closer: 2.1, above: -0.22 } } },
  "disc-pendant": { make: discPendant, view: laidView, more: { close: { up: 0.75, round: 0, closer: 2.2, above: -0.24 } } },
  "paper-beads": { make: paperBeads, view: laidView, more: { close: { up: 0.7, round: 0, closer: 2.1, above: -0.2 } } },
  ring: { make: stoneRing(gold, "#046030", "#064d27", 14), more: { above: { up: 0.95, round: 0.6 } } },
  "ring-garnet": { make: stoneRing(silver, "#6a0826", "#47041a", 12), view: { round: -0.3 }, more: { above: { up: 0.95, round: -0.5 } } },
  bands: { make: bands, view: { up: 0.42 }, more: { above } },
  signet: { make: signet, view: { up: 0.42 }, more: { above: { up: 0.95, round: 0.3 } } },
  "stack-rings": { make: stackRings, view: { up: 0.46 }, more: { above } },
};
