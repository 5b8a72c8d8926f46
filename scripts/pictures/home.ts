import * as THREE from "three";
import { MarchingCubes } from "three/addons/objects/MarchingCubes.js";
import { bead, brass, copper, dents, drawn, leather, matter, metal, random, streaked, timber } from "./materials.ts";
import { ball, type Bead, bent, box, group, hoop, place, type Point, type Profile, rod, threaded, TURN, turned, turn, wire } from "./shapes.ts";
import type { Good, View } from "./stage.ts";

const above: View = { up: 0.95, round: 0.5 };

function lamp(): THREE.Object3D {
  const pleats = 96;
  const shade = new THREE.Mesh(new THREE.CylinderGeometry(0.34, 0.66, 0.78, pleats * 4, 1, true), matter("#f2dfba", { side: THREE.DoubleSide, roughness: 0.9, emissive: new THREE.Color("#e9a34a"), emissiveIntensity: 0.34 }));
  bent(shade, (p) => {
    const wave = 1 + 0.018 * Math.cos(Math.atan2(p.z, p.x) * pleats);
    p.x *= wave;
    p.z *= wave;
  });
  const trim = matter("#a63a14", { roughness: 0.7 });
  return group(
    turned([[0, 0], [0.3, 0.005], [0.36, 0.06], [0.4, 0.3], [0.3, 0.58], [0.1, 0.74], [0.07, 0.9], [0.07, 0.95]], matter("#8a9a80", { roughness: 0.42, clearcoat: 0.5, clearcoatRoughness: 0.35 })),
    place(rod(0.025, 0.3, brass()), 0, 1.02, 0),
    place(shade, 0, 1.45, 0),
    hoop(0.345, 0.014, trim, 1.84),
    hoop(0.665, 0.014, trim, 1.06),
  );
}

function candlesticks(): THREE.Object3D {
  const one = (high: number, candle: number) => {
    const body: Profile = [[0, 0], [0.3, 0], [0.33, 0.03], [0.3, 0.06], [0.14, 0.1], [0.07, 0.18], [0.1, 0.24], [0.06, 0.3], [0.05, high * 0.55], [0.1, high * 0.62], [0.05, high * 0.7], [0.06, high * 0.86], [0.16, high * 0.93], [0.17, high * 0.95], [0.1, high * 0.96], [0.11, high], [0.07, high]];
    const wax = place(rod(0.07, candle, matter("#f6efdf", { roughness: 0.5, sheen: 0.5 }), 0.064), 0, high + candle / 2 - 0.05, 0);
    const wick = place(rod(0.008, 0.07, matter("#2a211a")), 0, high + candle - 0.02, 0);
    return group(turned(body, brass(), 96, 160), wax, wick);
  };
  return group(place(one(1.15, 0.7), -0.28, 0, -0.12), place(one(0.8, 0.5), 0.36, 0, 0.22));
}

function butterLamps(): THREE.Object3D {
  const whole = group();
  const shape: Profile = [[0, 0.02], [0.13, 0], [0.15, 0.02], [0.06, 0.08], [0.045, 0.14], [0.06, 0.17], [0.16, 0.24], [0.2, 0.36], [0.185, 0.36], [0.14, 0.27], [0, 0.23]];
  for (let i = 0; i < 7; i++) {
    const x = i < 3 ? (i - 1) * 0.5 : (i - 4.5) * 0.5;
    const z = i < 3 ? -0.22 : 0.22;
    const flame = place(turned([[0, 0], [0.03, 0.03], [0.036, 0.07], [0.02, 0.14], [0, 0.2]], new THREE.MeshBasicMaterial({ color: "#ffc65a" }), 24, 24), 0, 0.34, 0);
    flame.userData["glow"] = true;
    whole.add(place(group(turned(shape, i % 2 ? copper({ side: THREE.DoubleSide }) : brass({ side: THREE.DoubleSide }), 72, 90), place(rod(0.16, 0.01, matter("#f3dc9a", { roughness: 0.4 })), 0, 0.32, 0), flame), x, 0, z));
  }
  return whole;
}

function pendantShade(): THREE.Object3D {
  const whole = group();
  const outline: Profile = [[0.1, 1.0], [0.2, 0.96], [0.46, 0.8], [0.72, 0.5], [0.9, 0.16], [0.92, 0.02]];
  const curve = new THREE.SplineCurve(outline.map(([x, y]) => new THREE.Vector2(x, y)));
  const tones = ["#c9a56a", "#b58e52", "#d8b97f", "#a67c42"];
  for (let i = 0; i < 30; i++) {
    const at = curve.getPointAt(i / 29);
    if (i % 6 === 4) continue;
    const cord = bent(new THREE.Mesh(new THREE.TorusGeometry(at.x, i > 27 ? 0.03 : 0.021, 12, 260), matter(tones[i % 4]!, { roughness: 0.8 })), (p) => {
      const wave = 1 + 0.012 * Math.sin(Math.atan2(p.y, p.x) * 70 + p.z * 60);
      p.x *= wave;
      p.y *= wave;
    });
    whole.add(place(turn(cord, Math.PI / 2), 0, at.y, 0));
  }
  for (let j = 0; j < 24; j++) {
    const angle = (j / 24) * TURN;
    const points: Point[] = [];
    for (let i = 0; i <= 12; i++) {
      const at = curve.getPointAt(i / 12);
      points.push([Math.cos(angle) * (at.x - 0.012), at.y, Math.sin(angle) * (at.x - 0.012)]);
    }
    whole.add(wire(points, 0.012, matter("#8d6733", { roughness: 0.9 }), false, 60));
  }
  whole.add(place(rod(0.09, 0.16, brass()), 0, 1.06, 0), wire([[0, 1.1, 0], [0, 1.4, 0], [0.02, 1.62, 0]], 0.016, matter("#2b2019", { roughness: 0.9 })));
  return whole;
}

function stool(): THREE.Object3D {
  const wood = timber("#6b3f1f", "#2a1307");
  const whole = group(place(turned([[0, -0.02], [0.5, 0.02], [0.66, 0.1], [0.68, 0.16], [0.64, 0.17], [0.45, 0.1], [0, 0.06]], wood), 0, 0.9, 0), hoop(0.37, 0.022, brass(), 0.46));
  for (let i = 0; i < 3; i++) {
    const angle = (i / 3) * TURN + 0.5;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    whole.add(wire([[c * 0.28, 0.92, s * 0.28], [c * 0.36, 0.5, s * 0.36], [c * 0.52, 0.05, s * 0.52]], 0.062, wood), place(turned([[0, 0], [0.09, 0], [0.1, 0.04], [0.06, 0.1]], wood, 40, 30), c * 0.53, 0, s * 0.53));
  }
  return whole;
}

function sideTable(): THREE.Object3D {
  const pale = timber("#d9b27a", "#8f6233");
  const top = turned([[0, 0], [0.7, 0], [0.75, 0.02], [0.76, 0.1], [0.745, 0.13], [0.72, 0.12], [0.71, 0.06], [0, 0.055]], pale);
  const whole = group(place(top, 0, 1.0, 0));
  const leg: Profile = [[0, 0], [0.035, 0], [0.045, 0.05], [0.04, 0.2], [0.065, 0.3], [0.05, 0.36], [0.07, 0.6], [0.055, 0.86], [0.075, 0.9], [0.055, 0.96], [0.05, 1.02]];
  for (let i = 0; i < 4; i++) {
    const angle = (i / 4) * TURN + 0.4;
    const one = turned(leg, pale, 48, 80);
    const lean = group(one);
    lean.rotation.set(-Math.sin(angle) * 0.14, 0, Math.cos(angle) * 0.14);
    lean.rotation.order = "YXZ";
    whole.add(place(lean, Math.cos(angle) * 0.66, 0, Math.sin(angle) * 0.66));
  }
  whole.add(place(turn(box(1.0, 0.05, 0.06, 0.02, pale), 0, -0.4, 0), 0, 0.45, 0), place(turn(box(1.0, 0.05, 0.06, 0.02, pale), 0, -0.4 + Math.PI / 2, 0), 0, 0.45, 0));
  return whole;
}

function mirror(): THREE.Object3D {
  const beads: Bead[] = [];
  const pale = "#f6eedd";
  const dark = "#1a1512";
  const pattern = [dark, pale, "#1f63a8", "#1f63a8", pale, "#eba934", "#c22a20", "#c22a20", pale, "#1f7a45", dark];
  for (let i = 0; i < 11; i++) {
    const radius = 0.56 + i * 0.046;
    const count = Math.floor((TURN * radius) / 0.044 / 16) * 16;
    for (let j = 0; j < count; j++) {
      const angle = (j / count) * TURN;
      const u = ((j / count) * 16) % 1;
      let color = pattern[i]!;
      if (i >= 2 && i <= 3 && u < 0.3) color = pale;
      if (i >= 5 && i <= 7 && Math.abs(u - 0.5) < 0.18 * (4 - Math.abs(i - 6) * 1.4)) color = i === 6 ? pale : "#1f7a45";
      if (i === 9 && u < 0.25) color = "#eba934";
      beads.push({ at: [Math.cos(angle) * radius, Math.sin(angle) * radius, 0.05 + 0.03 * Math.sin((i / 10) * Math.PI)], size: 0.0245, color });
    }
  }
  const glass = turn(rod(0.55, 0.02, metal("#f4f7f8", 0.03, { envMapIntensity: 1 })), Math.PI / 2);
  const back = turn(rod(1.06, 0.06, matter("#3a1d12", { roughness: 0.8 })), Math.PI / 2);
  const whole = group(threaded(beads, bead(), 12), place(glass, 0, 0, 0.035), back);
  const stand = matter("#4a2c18", { roughness: 0.6 });
  return group(turn(place(whole, 0, 1.06, 0), -0.2, 0, 0), place(turn(box(0.1, 1.5, 0.05, 0.02, stand), 0.32, 0, 0), 0, 0.7, -0.5));
}

function singing(): THREE.Object3D {
  const skin = metal("#dba452", 0.26, { side: THREE.DoubleSide, bumpMap: dents(700, 18, 2, 1), bumpScale: 4 });
  const silk = matter("#8f1f2b", { roughness: 0.85, sheen: 1, sheenColor: new THREE.Color("#ff9b9b"), sheenRoughness: 0.5 });
  const cushion = place(turn(new THREE.Mesh(new THREE.TorusGeometry(0.42, 0.17, 32, 120), silk), Math.PI / 2), 0, 0.15, 0);
  cushion.scale.z = 0.85;
  const bowl = turned([[0, 0.2], [0.34, 0.21], [0.58, 0.34], [0.68, 0.6], [0.66, 0.82], [0.63, 0.82], [0.63, 0.6], [0.54, 0.38], [0.3, 0.26], [0, 0.25]], skin);
  const whole = group(place(bowl, 0, 0.08, 0), cushion);
  for (let i = 0; i < 8; i++) {
    const angle = (i / 8) * TURN;
    whole.add(place(ball(0.03, matter("#e3a02f", { roughness: 0.6 })), Math.cos(angle) * 0.585, 0.17, Math.sin(angle) * 0.585));
  }
  const stick = group(turned([[0, 0], [0.055, 0.01], [0.06, 0.2], [0.05, 0.75], [0.058, 0.95], [0.03, 1.02], [0, 1.03]], timber("#7b4a22", "#3a1e0b"), 48), place(rod(0.066, 0.34, silk), 0, 0.22, 0));
  whole.add(place(turn(stick, 0, 0.5, Math.PI / 2), 1.05, 0.066, 0.78));
  return whole;
}

function prayerWheel(): THREE.Object3D {
  const relief = drawn(2048, 512, (pen, w, h) => {
    pen.fillStyle = "#777";
    pen.fillRect(0, 0, w, h);
    pen.fillStyle = "#fff";
    pen.textAlign = "center";
    pen.font = "700 230px 'Noto Sans Devanagari', 'Lohit Devanagari', FreeSans, serif";
    for (let i = 0; i < 6; i++) {
      const x = (i + 0.5) * (w / 6);
      pen.lineWidth = 26;
      pen.strokeStyle = "#fff";
      pen.beginPath();
      pen.arc(x, h / 2, 92, 0, 7);
      pen.stroke();
      for (let k = 0; k < 8; k++) {
        const a = (k / 8) * TURN;
        pen.beginPath();
        pen.ellipse(x + Math.cos(a) * 48, h / 2 + Math.sin(a) * 48, 30, 13, a, 0, 7);
        pen.fill();
      }
      pen.fillRect(x + w / 12 - 6, 90, 12, h - 180);
    }
    for (let i = 0; i < 96; i++)
      for (const y of [40, h - 40]) {
        pen.beginPath();
        pen.arc((i + 0.5) * (w / 96), y, 8, 0, 7);
        pen.fill();
      }
  });
  const drum = place(new THREE.Mesh(new THREE.CylinderGeometry(0.42, 0.42, 0.78, 160, 1, true), copper({ bumpMap: relief, bumpScale: 22, roughness: 0.28 })), 0, 0.78, 0);
  const skin = brass();
  return group(
    turned([[0, 0], [0.5, 0], [0.54, 0.03], [0.5, 0.1], [0.34, 0.16], [0.3, 0.22], [0.36, 0.3], [0.34, 0.34], [0, 0.34]], timber("#5a2f18", "#241006")),
    drum,
    place(turned([[0.44, 0], [0.45, 0.04], [0.4, 0.06], [0, 0.06]], skin), 0, 0.36, 0),
    ...[0.4, 0.55, 1.01, 1.16].map((y) => hoop(0.425, 0.02, skin, y)),
    place(turned([[0.45, 0], [0.44, 0.05], [0.3, 0.14], [0.12, 0.18], [0.06, 0.26], [0.09, 0.32], [0.04, 0.4], [0, 0.44]], skin), 0, 1.16, 0),
  );
}

function vase(): THREE.Object3D {
  const map = streaked("#221d1a", ["#100d0b", "#3a332e"], 1500, (pen, w, h) => {
    const y = h * 0.575;
    pen.fillStyle = "#cdb692";
    pen.fillRect(0, y - 60, w, 120);
    pen.strokeStyle = "#4a3a2a";
    pen.lineWidth = 5;
    for (let i = 0; i < 90; i++) {
      pen.beginPath();
      pen.moveTo(i * (w / 90), y - 56);
      pen.lineTo((i + 1.6) * (w / 90), y + 56);
      pen.stroke();
    }
  });
  return turned([[0, 0], [0.26, 0.005], [0.32, 0.08], [0.44, 0.6], [0.46, 1.0], [0.34, 1.32], [0.15, 1.48], [0.13, 1.66], [0.21, 1.82], [0.19, 1.825], [0.1, 1.66], [0.12, 1.48]], matter("#fff", { map, roughness: 0.36, clearcoat: 0.35, clearcoatRoughness: 0.3, side: THREE.DoubleSide }));
}

/** Soft stone: balls that flow into each other. */
function hippo(): THREE.Object3D {
  const stone = matter("#fff", { roughness: 0.34, clearcoat: 0.45, clearcoatRoughness: 0.25, color: "#dcb3a2" });
  const soft = new MarchingCubes(110, stone, false, false, 400_000);
  soft.isolation = 25;
  const blob = (x: number, y: number, z: number, r: number) => soft.addBall(x * 0.5 + 0.5, y * 0.5 + 0.5, z * 0.5 + 0.5, r * r * 0.25 * 100, 75);
  for (const [x, y, z, r] of [[-0.3, 0, 0, 0.42], [0, 0, 0, 0.42], [-0.15, 0.05, 0, 0.42], [0.33, 0.14, 0, 0.3], [0.52, 0.1, 0, 0.26], [0.68, 0.02, 0.07, 0.22], [0.68, 0.02, -0.07, 0.22]] as const) blob(x, y, z, r);
  for (const x of [-0.42, 0.12]) for (const z of [-0.2, 0.2]) for (const y of [-0.28, -0.4]) blob(x, y, z, 0.16);
  for (const z of [-0.15, 0.15]) {
    blob(0.36, 0.42, z, 0.09);
    blob(0.53, 0.34, z * 0.75, 0.075);
    blob(0.8, 0.16, z * 0.6, 0.07);
  }
  blob(-0.68, 0.06, 0, 0.07);
  soft.update();
  const shape = new THREE.BufferGeometry();
  const count = soft.geometry.drawRange.count;
  shape.setAttribute("position", new THREE.BufferAttribute((soft.geometry.attributes.position!.array as Float32Array).slice(0, count * 3), 3));
  shape.setAttribute("normal", new THREE.BufferAttribute((soft.geometry.attributes.normal!.array as Float32Array).slice(0, count * 3), 3));
  const body = new THREE.Mesh(shape, stone);
  const dark = matter("#3a211a", { roughness: 0.3, clearcoat: 0.6 });
  const eyes = [-1, 1].map((s) => place(ball(0.026, dark), 0.585, 0.365, s * 0.155));
  const nostrils = [-1, 1].map((s) => place(ball(0.018, dark), 0.868, 0.17, s * 0.09));
  return turn(group(body, ...eyes, ...nostrils), 0, -0.5, 0);
}

function notebooks(): THREE.Object3D {
  const print = (ground: string, ink: string) =>
    drawn(1024, 1448, (pen, w, h) => {
      pen.fillStyle = ground;
      pen.fillRect(0, 0, w, h);
      for (let i = 0; i < 600; i++) {
        pen.globalAlpha = 0.1;
        pen.strokeStyle = i % 2 ? "#fff" : "#000";
        pen.lineWidth = 2;
        pen.beginPath();
        const [x, y] = [random() * w, random() * h];
        pen.moveTo(x, y);
        pen.quadraticCurveTo(x + random() * 60, y + random() * 60 - 30, x + random() * 120 - 30, y + random() * 80 - 40);
        pen.stroke();
      }
      pen.globalAlpha = 0.92;
      pen.strokeStyle = pen.fillStyle = ink;
      pen.lineWidth = 8;
      for (let r = 0; r < 7; r++)
        for (let c = 0; c < 5; c++) {
          const x = (c + 0.5) * (w / 5);
          const y = (r + 0.5) * (h / 7);
          for (let k = 0; k < 8; k++) {
            pen.save();
            pen.translate(x, y);
            pen.rotate((k / 8) * TURN);
            pen.beginPath();
            pen.ellipse(46, 0, 30, 13, 0, 0, 7);
            pen.fill();
            pen.restore();
          }
          pen.beginPath();
          pen.arc(x, y, 88, 0, 7);
          pen.stroke();
        }
    });
  const book = (ground: string, ink: string, cord: string) => {
    const cover = matter("#fff", { map: print(ground, ink), roughness: 0.95 });
    const edge = matter(ground, { roughness: 0.95 });
    const pages = place(box(0.97, 0.13, 1.37, 0.01, matter("#efe3c8", { roughness: 1 })), 0.005, 0.09, 0);
    const leaf = (y: number) => place(new THREE.Mesh(new THREE.BoxGeometry(1, 0.02, 1.414), [edge, edge, cover, edge, edge, edge]), 0, y, 0);
    const spine = place(turn(new THREE.Mesh(new THREE.CylinderGeometry(0.083, 0.083, 1.414, 32), edge), Math.PI / 2), -0.49, 0.09, 0);
    const tie = wire([[0.25, 0.185, 0.72], [0.25, 0.19, 0], [0.25, 0.185, -0.72], [0.25, 0.09, -0.735], [0.25, -0.005, -0.72], [0.25, -0.005, 0.72], [0.25, 0.09, 0.735]], 0.013, leather(cord), true, 120);
    return group(pages, leaf(0.01), leaf(0.17), spine, tie, place(ball(0.035, brass()), 0.25, 0.2, 0.1));
  };
  return group(turn(book("#8c3626", "#e9d3b0", "#2b1a10"), 0, 0.75, 0), place(turn(book("#2b4570", "#e6dcc6", "#5a2f18"), 0, 0.25, 0), 0.06, 0.185, 0.02));
}

/** A leaf-shaped blade beside its red scabbard. */
function seme(): THREE.Object3D {
  const steel = metal("#cfd3d6", 0.22);
  const outline = (wide: number, long: number) => {
    const s = new THREE.Shape();
    s.moveTo(-0.05 * wide, 0);
    s.bezierCurveTo(-0.06 * wide, 0.5, -0.17 * wide, 0.85 * long, -0.15 * wide, 1.15 * long);
    s.bezierCurveTo(-0.13 * wide, 1.32 * long, -0.05 * wide, 1.42 * long, 0, 1.5 * long);
    s.bezierCurveTo(0.05 * wide, 1.42 * long, 0.13 * wide, 1.32 * long, 0.15 * wide, 1.15 * long);
    s.bezierCurveTo(0.17 * wide, 0.85 * long, 0.06 * wide, 0.5, 0.05 * wide, 0);
    return s;
  };
  const slab = (shape: THREE.Shape, depth: number, bevel: number, material: THREE.Material, wide: number) =>
    turn(new THREE.Mesh(new THREE.ExtrudeGeometry(shape, { depth, bevelEnabled: true, bevelSize: wide, bevelThickness: bevel, bevelSegments: 4, curveSegments: 60, bevelOffset: -wide }), material), -Math.PI / 2, 0, 0);
  const blade = slab(outline(1, 1), 0.004, 0.03, steel, 0.07);
  const ridge = place(turn(box(0.014, 1.25, 0.012, 0.005, steel), -Math.PI / 2), 0, 0.064, -0.68);
  const hide = leather("#9c2018");
  const grip = group(turn(turned([[0, 0], [0.06, 0.01], [0.075, 0.06], [0.055, 0.16], [0.052, 0.3], [0.06, 0.4], [0.05, 0.43], [0, 0.43]], hide, 48, 60), Math.PI / 2), ...[0.08, 0.14, 0.2, 0.26, 0.32].map((z) => place(new THREE.Mesh(new THREE.TorusGeometry(0.056, 0.009, 12, 40), leather("#5f120d")), 0, 0, z)));
  const sword = group(blade, ridge, place(grip, 0, 0.035, -0.02));
  const sheath = group(slab(outline(1.25, 1.02), 0.05, 0.035, hide, 0.03));
  const beads: Bead[] = [];
  const palette = ["#f6eedd", "#1f63a8", "#eba934", "#1a1512", "#f6eedd"];
  for (const [start, half] of [[-0.04, 0.068], [-1.0, 0.2]] as const)
    for (let row = 0; row < 5; row++) {
      const count = Math.round((half * 2) / 0.036);
      for (let j = 0; j <= count; j++) {
        const x = -half + (j / count) * half * 2;
        beads.push({ at: [x, 0.125 - (Math.abs(x) / half) ** 6 * 0.04, start - row * 0.036], size: 0.02, color: palette[row]! });
      }
    }
  sheath.add(threaded(beads, bead(), 16));
  const strap = wire([[-0.06, 0.07, -0.1], [-0.3, 0.03, 0.0], [-0.42, 0.025, -0.3], [-0.36, 0.025, -0.7], [-0.2, 0.05, -0.9]], 0.022, hide);
  return group(place(turn(sword, 0, 0.12, 0), -0.2, 0.005, 0.35), place(turn(group(sheath, strap), 0, -0.2, 0), 0.42, 0.005, 0.45));
}

export const home: Record<string, Good> = {
  lamp: { make: lamp, view: { up: 0.2 }, more: { above: { up: 0.55, round: 0.5 } } },
  candlesticks: { make: candlesticks, more: { above: { up: 0.7, round: -0.3 } } },
  "butter-lamps": { make: butterLamps, view: { up: 0.4 }, more: { above: { up: 0.8, round: 0.5 } } },
  "pendant-shade": { make: pendantShade, view: { up: 0.12 }, more: { above: { up: 0.6, round: 0.3 } } },
  stool: { make: stool, more: { above: { up: 0.8, round: 0.4 } } },
  "side-table": { make: sideTable, view: { up: 0.32 }, more: { above: { up: 0.8, round: 0.4 } } },
  mirror: { make: mirror, view: { up: 0.15, round: 0.25 }, more: { side: { up: 0.3, round: -0.75 } } },
  singing: { make: singing, more: { above } },
  "prayer-wheel": { make: prayerWheel, view: { up: 0.22 }, more: { close: { up: 0.2, round: 0.6, closer: 2, above: 0.02 } } },
  vase: { make: vase, view: { up: 0.22 }, more: { above: { up: 0.7, round: 0.4 } } },
  hippo: { make: hippo, view: { up: 0.32, round: 0.1 }, more: { side: { up: 0.25, round: 0.8 } } },
  notebook: { make: notebooks, view: { up: 0.6, round: 0.3 }, more: { above: { up: 1.2, round: 0.1 } } },
  seme: { make: seme, view: { up: 0.75, round: 0.5 }, more: { close: { up: 0.6, round: 0.5, closer: 1.7, above: -0.16, right: -0.15 } } },
};
