import * as THREE from "three";
import { bead, brass, dents, drawn, enamel, glaze, leather, matter, random, speckled, streaked, timber } from "./materials.ts";
import { ball, type Bead, bent, box, group, hoop, place, type Profile, rod, tapered, threaded, TURN, turned, turn, wire } from "./shapes.ts";
import type { Good, View } from "./stage.ts";

const above: View = { up: 0.95, round: 0.5 };

function teapot(color: string, trim: string): () => THREE.Object3D {
  return () => {
    const skin = enamel(color);
    const dark = matter(trim, { roughness: 0.35, clearcoat: 0.5 });
    return turn(
      group(
        turned([[0, 0.01], [0.48, 0.01], [0.56, 0.06], [0.6, 0.3], [0.55, 0.66], [0.42, 0.88], [0.36, 0.92], [0.36, 0.9]], skin),
        place(turned([[0.375, 0], [0.37, 0.03], [0.28, 0.1], [0.12, 0.15], [0, 0.16]], skin), 0, 0.91, 0),
        place(ball(0.065, dark), 0, 1.12, 0),
        hoop(0.372, 0.017, dark, 0.92),
        hoop(0.53, 0.02, dark, 0.035),
        tapered([[0.5, 0.3, 0], [0.72, 0.38, 0], [0.84, 0.62, 0], [0.92, 0.86, 0], [1.02, 0.93, 0]], 0.135, 0.047, skin),
        wire([[-0.44, 0.84, 0], [-0.72, 0.9, 0], [-0.9, 0.7, 0], [-0.86, 0.42, 0], [-0.57, 0.28, 0]], 0.042, dark),
      ),
      0,
      0.35,
      0,
    );
  };
}

function mugs(): THREE.Object3D {
  const whole = group();
  for (const [color, rim, x, z, spin] of [["#f8f5ec", "#1f4f8c", -0.5, -0.1, 3.75], ["#2c6a4c", "#16301f", 0.48, 0.28, -0.6]] as const) {
    const skin = enamel(color);
    const mug = group(
      turned([[0, 0.01], [0.15, 0.01], [0.3, 0.01], [0.345, 0.018], [0.37, 0.05], [0.378, 0.1], [0.385, 0.2], [0.392, 0.35], [0.4, 0.5], [0.41, 0.68], [0.418, 0.83], [0.41, 0.84], [0.402, 0.83], [0.394, 0.68], [0.384, 0.5], [0.376, 0.35], [0.368, 0.2], [0.355, 0.09], [0.3, 0.06], [0.15, 0.06], [0, 0.06]], skin, 128, 200),
      hoop(0.415, 0.024, matter(rim, { roughness: 0.25, clearcoat: 0.6 }), 0.84),
      wire([[0.395, 0.68, 0], [0.55, 0.72, 0], [0.66, 0.62, 0], [0.66, 0.42, 0], [0.56, 0.28, 0], [0.385, 0.26, 0]], 0.036, skin),
    );
    whole.add(turn(place(mug, x, 0, z), 0, spin, 0));
  }
  return whole;
}

function pot(): THREE.Object3D {
  const clay = streaked("#b9613a", ["#7f3516", "#dc8c5e"], 1400, (pen, w, h) => {
    pen.fillStyle = "#f1e2c8";
    const y = h * 0.525;
    for (let i = 0; i < 32; i++) {
      const x = (i * w) / 32;
      pen.beginPath();
      pen.moveTo(x + 3, y + 30);
      pen.lineTo(x + w / 64, y - 26);
      pen.lineTo(x + w / 32 - 3, y + 30);
      pen.fill();
    }
    pen.fillRect(0, y + 44, w, 7);
    pen.fillRect(0, y - 46, w, 7);
    for (let i = 0; i < 64; i++) {
      pen.beginPath();
      pen.arc((i * w) / 64 + 8, y + 68, 4.4, 0, 7);
      pen.fill();
    }
  });
  return turned(
    [[0, 0], [0.34, 0.01], [0.6, 0.28], [0.68, 0.6], [0.56, 0.95], [0.27, 1.2], [0.2, 1.36], [0.24, 1.52], [0.33, 1.6], [0.31, 1.61], [0.2, 1.5], [0.16, 1.36], [0.22, 1.2]],
    matter("#fff", { map: clay, roughness: 0.72, side: THREE.DoubleSide }),
  );
}

function karuwa(): THREE.Object3D {
  const skin = brass({ side: THREE.DoubleSide });
  const rings = [0.5, 0.56, 0.62].map((y) => hoop(0.555 - Math.abs(y - 0.5) * 0.22, 0.012, skin, y));
  return turn(
    group(
      turned([[0, 0.02], [0.3, 0.02], [0.34, 0.05], [0.26, 0.14], [0.3, 0.2], [0.5, 0.36], [0.55, 0.54], [0.44, 0.78], [0.22, 0.94], [0.16, 1.06], [0.17, 1.22], [0.28, 1.36], [0.3, 1.4], [0.27, 1.4], [0.15, 1.22], [0.13, 1.06]], skin),
      tapered([[0.44, 0.5, 0], [0.66, 0.52, 0], [0.8, 0.68, 0], [0.86, 0.9, 0], [0.94, 1.06, 0], [1.04, 1.1, 0]], 0.11, 0.04, skin),
      turn(place(new THREE.Mesh(new THREE.TorusGeometry(0.05, 0.014, 16, 40), skin), 1.045, 1.1, 0), 0, Math.PI / 2 + 0.2, 0),
      ...rings,
    ),
    0,
    0.4,
    0,
  );
}

function cups(): THREE.Object3D {
  const whole = group();
  const shape: Profile = [[0, 0.03], [0.16, 0.02], [0.18, 0], [0.2, 0.02], [0.21, 0.06], [0.33, 0.2], [0.38, 0.42], [0.365, 0.42], [0.31, 0.22], [0.18, 0.1], [0, 0.08]];
  const tones: [string, string][] = [["#2f5f7d", "#16303f"], ["#e2d2b0", "#8a6a42"], ["#a8532e", "#4d2110"]];
  const spots: [number, number, number, number][] = [[-0.85, 0, -0.2, 0], [0, 0, -0.42, 1], [0.85, 0, -0.15, 2], [-0.42, 0, 0.5, 2], [0.45, 0, 0.52, 0], [0.45, 0.17, 0.52, 1]];
  for (const [x, y, z, tone] of spots) whole.add(place(turned(shape, glaze(speckled(...tones[tone]!, 700), 0.7), 96, 90), x, y, z));
  return whole;
}

function gourd(): THREE.Object3D {
  const skin = matter("#fff", { map: streaked("#7c4a22", ["#4a2810", "#b5793f", "#2f1808"], 1600), roughness: 0.42, clearcoat: 0.4 });
  const outline: Profile = [[0, 0], [0.2, 0.02], [0.36, 0.2], [0.42, 0.5], [0.36, 0.82], [0.25, 1.08], [0.19, 1.35], [0.185, 1.6]];
  const curve = new THREE.SplineCurve(outline.map(([x, y]) => new THREE.Vector2(x, y)));
  const beads: Bead[] = [];
  const palette = ["#c22a20", "#f6eedd", "#1f63a8", "#eba934", "#c22a20"];
  for (const [start, rows] of [[0.3, 5], [0.72, 4]] as const)
    for (let row = 0; row < rows; row++) {
      const at = curve.getPoint(start + row * 0.021);
      const count = Math.round((at.x * TURN) / 0.048);
      for (let j = 0; j < count; j++) {
        const angle = (j / count) * TURN;
        const color = row === 2 ? palette[Math.floor((j / count) * 16) % 2 ? 3 : 2]! : palette[row]!;
        beads.push({ at: [Math.cos(angle) * (at.x + 0.012), at.y, Math.sin(angle) * (at.x + 0.012)], size: 0.025, color });
      }
    }
  const hide = leather("#5a2f18");
  return turn(
    group(
      turned(outline, skin),
      threaded(beads, bead(), 16),
      place(turned([[0.215, 0], [0.22, 0.06], [0.21, 0.2], [0.14, 0.3], [0, 0.33]], hide), 0, 1.5, 0),
      hoop(0.218, 0.018, leather("#33190c"), 1.53),
      wire([[0.2, 1.62, 0.05], [0.42, 1.5, 0.1], [0.52, 1.1, 0.08], [0.46, 0.72, 0.04], [0.4, 0.62, 0]], 0.017, hide),
      hoop(0.41, 0.017, hide, 0.62),
    ),
    0,
    0.3,
    0,
  );
}

function teaTin(): THREE.Object3D {
  const label = drawn(2048, 1024, (pen, w, h) => {
    pen.fillStyle = "#2e5a44";
    pen.fillRect(0, 0, w, h);
    pen.fillStyle = "#d9a94a";
    pen.fillRect(0, 40, w, 12);
    pen.fillRect(0, h - 52, w, 12);
    for (let i = 0; i < 40; i++) {
      pen.save();
      pen.translate((i + 0.5) * (w / 40), h - 100);
      pen.beginPath();
      pen.ellipse(0, 0, 8, 30, i % 2 ? 0.5 : -0.5, 0, 7);
      pen.fillStyle = "#7fa57e";
      pen.fill();
      pen.restore();
    }
    for (const x of [w * 0.1, w * 0.6]) {
      pen.fillStyle = "#f3e8cf";
      pen.beginPath();
      pen.roundRect(x, 150, w * 0.3, h - 360, 40);
      pen.fill();
      pen.strokeStyle = "#a63a14";
      pen.lineWidth = 8;
      pen.beginPath();
      pen.roundRect(x + 22, 172, w * 0.3 - 44, h - 404, 28);
      pen.stroke();
      pen.fillStyle = "#2b2019";
      pen.textAlign = "center";
      pen.font = "700 190px Georgia, 'DejaVu Serif', serif";
      pen.fillText("Ilam", x + w * 0.15, 420);
      pen.font = "60px Georgia, 'DejaVu Serif', serif";
      pen.fillText("second flush", x + w * 0.15, 520);
      pen.fillStyle = "#2e5a44";
      pen.beginPath();
      pen.moveTo(x + 190, 720);
      pen.lineTo(x + 290, 580);
      pen.lineTo(x + 350, 660);
      pen.lineTo(x + 410, 600);
      pen.lineTo(x + 480, 720);
      pen.fill();
    }
  });
  const side = new THREE.Mesh(new THREE.CylinderGeometry(0.46, 0.46, 1.0, 128, 1, true), matter("#fff", { map: label, roughness: 0.32, clearcoat: 0.5 }));
  return group(place(turn(side, 0, 1.6, 0), 0, 0.52, 0), hoop(0.455, 0.022, brass(), 0.022), turned([[0.475, 1.0], [0.478, 1.06], [0.475, 1.16], [0.45, 1.19], [0.2, 1.2], [0, 1.2]], brass({ roughness: 0.28 }), 128, 80), hoop(0.3, 0.008, brass(), 1.2));
}

const bowlProfile = (r: number): Profile => [[0, 0], [r * 0.4, 0.005], [r * 0.62, r * 0.12], [r * 0.92, r * 0.42], [r, r * 0.62], [r * 0.965, r * 0.635], [r * 0.87, r * 0.45], [r * 0.56, r * 0.17], [0, r * 0.09]];

function bowls(): THREE.Object3D {
  const dark = timber("#b07a40", "#4a2a12");
  const pale = timber("#c69456", "#5b3517");
  return group(turned(bowlProfile(0.85), dark), place(turned(bowlProfile(0.6), pale), 0.02, 0.2, 0), turn(place(turned(bowlProfile(0.42), dark), 1.05, 0, 0.55), 0, 1, 0));
}

const plateProfile = (r: number, h: number): Profile => [[0, 0], [r * 0.6, 0], [r * 0.66, 0.03], [r * 0.9, h * 0.7], [r, h], [r * 0.975, h + 0.02], [r * 0.88, h * 0.72 + 0.02], [r * 0.62, 0.055], [0, 0.05]];

function plates(): THREE.Object3D {
  const cream = glaze(speckled("#d8cab0", "#4a2f18", 2600));
  const blue = glaze(speckled("#5c7f86", "#21363b"), 0.6);
  const whole = group();
  let y = 0;
  for (let i = 0; i < 4; i++, y += 0.062) whole.add(place(turned(plateProfile(0.95, 0.13), cream), 0, y, 0));
  for (let i = 0; i < 4; i++, y += 0.066) whole.add(place(turned(plateProfile(0.68, 0.15), blue), 0, y, 0));
  whole.add(place(turned(plateProfile(0.45, 0.3), glaze(speckled("#c98a5b", "#5b2c12"), 0.4)), 0, y + 0.01, 0));
  return whole;
}

function soapstoneBowl(): THREE.Object3D {
  const outside = drawn(2048, 512, (pen, w, h) => {
    pen.fillStyle = "#7c2a22";
    pen.fillRect(0, 0, w, h);
    for (let i = 0; i < 500; i++) {
      pen.globalAlpha = 0.08;
      pen.fillStyle = i % 2 ? "#5a1712" : "#a04a3c";
      pen.fillRect(random() * w, random() * h, 60 + random() * 100, 4);
    }
    pen.globalAlpha = 1;
    pen.strokeStyle = "#f0d9c8";
    pen.fillStyle = "#f0d9c8";
    pen.lineWidth = 7;
    for (let i = 0; i < 10; i++) {
      const x = (i + 0.5) * (w / 10);
      const y = h * (i % 2 ? 0.42 : 0.52);
      pen.beginPath();
      pen.ellipse(x, y, 62, 30, 0, 0, 7);
      pen.stroke();
      pen.beginPath();
      pen.moveTo(x + 60, y);
      pen.lineTo(x + 92, y - 26);
      pen.lineTo(x + 92, y + 26);
      pen.closePath();
      pen.stroke();
      for (let k = 0; k < 4; k++) {
        pen.beginPath();
        pen.moveTo(x - 22 + k * 20, y - 26);
        pen.lineTo(x - 14 + k * 20, y + 26);
        pen.stroke();
      }
      pen.beginPath();
      pen.arc(x - 42, y - 6, 6, 0, 7);
      pen.fill();
    }
    for (const y of [h * 0.26, h * 0.7]) pen.fillRect(0, y, w, 8);
    for (let i = 0; i < 80; i++) pen.fillRect(i * (w / 80), h * 0.74, 8, 30);
  });
  const shell = turned([[0.3, 0], [0.44, 0.04], [0.66, 0.22], [0.78, 0.48], [0.8, 0.6]], matter("#fff", { map: outside, roughness: 0.4, clearcoat: 0.35 }), 128, 90);
  const inside = turned([[0.8, 0.6], [0.785, 0.63], [0.74, 0.6], [0.68, 0.44], [0.5, 0.22], [0.25, 0.12], [0, 0.1]], matter("#fff", { map: streaked("#e6c6b6", ["#d0a08c", "#f4e0d4"], 900), roughness: 0.35, clearcoat: 0.3, side: THREE.DoubleSide }));
  const foot = turned([[0.32, 0], [0.36, 0], [0.375, 0.02], [0.36, 0.08]], matter("#7c2a22", { roughness: 0.4 }));
  return group(place(group(shell, inside), 0, 0.05, 0), foot);
}

function platter(): THREE.Object3D {
  const blue = drawn(64, 1024, (pen, w, h) => {
    const shade = pen.createLinearGradient(0, 0, 0, h);
    shade.addColorStop(0, "#123f57");
    shade.addColorStop(0.25, "#22607b");
    shade.addColorStop(0.44, "#3d86a0");
    shade.addColorStop(0.5, "#6fb0be");
    shade.addColorStop(1, "#2b6a85");
    pen.fillStyle = shade;
    pen.fillRect(0, 0, w, h);
    for (let i = 0; i < 26; i++) {
      pen.globalAlpha = 0.3;
      pen.fillStyle = i % 2 ? "#0f3a50" : "#9ccbd6";
      pen.fillRect(0, 20 + i * 17, w, 7);
    }
  });
  return group(
    turned([[0, 0.02], [0.5, 0.02], [0.56, 0], [0.6, 0.02], [0.8, 0.1], [1.02, 0.19], [1.05, 0.215], [1.02, 0.225], [0.8, 0.145], [0.58, 0.075], [0.3, 0.06], [0, 0.06]], glaze(blue, 0.8), 160, 160),
    hoop(1.04, 0.014, matter("#8a5a36", { roughness: 0.5 }), 0.214),
  );
}

function sugarBowl(): THREE.Object3D {
  const honey = glaze(streaked("#a8671f", ["#6f3d0e", "#d99a3f"], 500), 0.9);
  return group(
    turned([[0, 0.02], [0.28, 0], [0.32, 0.03], [0.5, 0.2], [0.55, 0.42], [0.46, 0.64], [0.38, 0.7], [0.4, 0.74], [0.36, 0.73]], honey),
    turned([[0.36, 0.72], [0.34, 0.77], [0.2, 0.84], [0.07, 0.87], [0.05, 0.91], [0.09, 0.97], [0.07, 1.02], [0, 1.03]], honey),
    hoop(0.31, 0.018, matter("#5a3018", { roughness: 0.8 }), 0.018),
    turn(wire([[0.3, 0.76, 0.12], [0.52, 0.92, 0.2], [0.66, 1.04, 0.25]], 0.022, timber("#c69456", "#5b3517")), 0, 0, 0),
  );
}

/** Spoon and fork: flat outlines with round edges, the bowls pressed down. */
function servers(): THREE.Object3D {
  const wood = timber("#bd8a4c", "#5a3416");
  wood.map!.repeat.set(0.5, 0.6);
  wood.map!.rotation = Math.PI / 2;
  const head = (fork: boolean) => {
    const s = new THREE.Shape();
    s.moveTo(-0.045, -1.05);
    s.quadraticCurveTo(0, -1.12, 0.045, -1.05);
    s.bezierCurveTo(0.075, -0.7, 0.035, -0.2, 0.05, 0.1);
    s.bezierCurveTo(0.12, 0.18, 0.23, 0.28, 0.23, 0.52);
    if (fork) {
      s.lineTo(0.21, 0.8);
      s.quadraticCurveTo(0.175, 0.84, 0.14, 0.8);
      s.lineTo(0.11, 0.56);
      s.lineTo(0.06, 0.56);
      s.lineTo(0.04, 0.84);
      s.quadraticCurveTo(0, 0.88, -0.04, 0.84);
      s.lineTo(-0.06, 0.56);
      s.lineTo(-0.11, 0.56);
      s.lineTo(-0.14, 0.8);
      s.quadraticCurveTo(-0.175, 0.84, -0.21, 0.8);
      s.lineTo(-0.23, 0.52);
    } else {
      s.bezierCurveTo(0.23, 0.78, 0.1, 0.86, 0, 0.86);
      s.bezierCurveTo(-0.1, 0.86, -0.23, 0.78, -0.23, 0.52);
    }
    s.bezierCurveTo(-0.23, 0.28, -0.12, 0.18, -0.05, 0.1);
    s.bezierCurveTo(-0.035, -0.2, -0.075, -0.7, -0.045, -1.05);
    const geometry = new THREE.ExtrudeGeometry(s, { depth: 0.03, bevelEnabled: true, bevelSize: 0.022, bevelThickness: 0.02, bevelSegments: 5, curveSegments: 40 });
    return turn(new THREE.Mesh(geometry, wood), -Math.PI / 2, 0, 0);
  };
  const hollow = turned([[0, 0.012], [0.1, 0.016], [0.165, 0.045], [0.185, 0.055]], timber("#9a6a36", "#4a2a12"), 64, 30);
  hollow.scale.z = 1.5;
  const spoon = group(head(false), place(hollow, 0, 0.012, -0.54));
  return group(turn(place(spoon, -0.32, 0.02, 0), 0, 0.16, 0), turn(place(group(head(true)), 0.32, 0.02, 0.05), 0, -0.14, 0));
}

function board(): THREE.Object3D {
  const wood = timber("#7a4a26", "#2d1507");
  const slab = box(1.5, 0.12, 0.94, 0.045, wood);
  const ring = place(turn(new THREE.Mesh(new THREE.TorusGeometry(0.1, 0.02, 20, 80), brass()), 0.25, 0.5, 0), 0.84, 0.03, 0);
  const eye = place(turn(rod(0.035, 0.05, brass()), 0, 0, Math.PI / 2), 0.755, 0.06, 0);
  const groove = bent(new THREE.Mesh(new THREE.TorusGeometry(0.5, 0.008, 10, 240), matter("#2d1507", { roughness: 0.8 })), (p) => {
    const angle = Math.atan2(p.y, p.x);
    const k = 1 / Math.max(Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))) ** 0.82;
    p.x *= k * 1.32;
    p.y *= k * 0.78;
  });
  return turn(group(place(slab, 0, 0.06, 0), place(turn(groove, Math.PI / 2), 0, 0.119, 0), ring, eye), 0, 0.35, 0);
}

function mortar(): THREE.Object3D {
  const wood = timber("#c49863", "#6b4423");
  const cup = turned([[0, 0], [0.36, 0.005], [0.4, 0.06], [0.32, 0.16], [0.24, 0.24], [0.3, 0.36], [0.46, 0.55], [0.5, 0.8], [0.48, 1.0], [0.45, 1.01], [0.42, 0.8], [0.3, 0.5], [0, 0.42]], wood);
  const dark = matter("#5a3416", { roughness: 0.6 });
  const pestle = turned([[0, 0], [0.1, 0.02], [0.13, 0.12], [0.08, 0.35], [0.065, 0.7], [0.09, 1.0], [0.07, 1.08], [0, 1.1]], timber("#9a6a3a", "#4a2a12"), 64, 60);
  return group(cup, hoop(0.497, 0.012, dark, 0.78), hoop(0.493, 0.012, dark, 0.72), turn(place(pestle, -0.1, 0.52, 0.05), 0.15, 0, -0.42));
}

function trivet(): THREE.Object3D {
  const tones = ["#c8442c", "#e8b23a", "#2f6f8f", "#f2e6cd", "#3d7a4b", "#a8466a", "#e07b39", "#5f8fae", "#8aa05a"];
  const balls: Bead[] = [{ at: [0, 0.085, 0], size: 0.093, color: tones[1]! }];
  for (let ring = 1; ring <= 5; ring++)
    for (let j = 0; j < ring * 6; j++) {
      const angle = (j / (ring * 6)) * TURN;
      balls.push({ at: [Math.cos(angle) * ring * 0.168, 0.085, Math.sin(angle) * ring * 0.168], size: 0.093, color: tones[(ring * 3 + Math.floor(random() * 6)) % tones.length]! });
    }
  return threaded(balls, matter("#fff", { roughness: 1, sheen: 0.15, sheenRoughness: 0.6, sheenColor: new THREE.Color("#ffffff"), bumpMap: dents(3000, 8), bumpScale: 5 }), 26);
}

function booklet(): THREE.Object3D {
  const cover = drawn(1024, 1448, (pen, w, h) => {
    pen.fillStyle = "#f0dfbd";
    pen.fillRect(0, 0, w, h);
    pen.fillStyle = "#a63a14";
    pen.fillRect(0, 0, w, 70);
    pen.fillRect(0, h - 70, w, 70);
    for (let i = 0; i < 16; i++) {
      pen.fillStyle = i % 2 ? "#e6a83c" : "#f0dfbd";
      for (const y of [35, h - 35]) {
        pen.beginPath();
        pen.moveTo((i + 0.5) * 64, y - 24);
        pen.lineTo((i + 0.5) * 64 + 22, y);
        pen.lineTo((i + 0.5) * 64, y + 24);
        pen.lineTo((i + 0.5) * 64 - 22, y);
        pen.fill();
      }
    }
    pen.fillStyle = "#2b2019";
    pen.textAlign = "center";
    pen.font = "700 150px Georgia, 'DejaVu Serif', serif";
    pen.fillText("One pot", w / 2, 290);
    pen.font = "66px Georgia, 'DejaVu Serif', serif";
    pen.fillText("twelve dishes", w / 2, 390);
    pen.fillStyle = "#c7422a";
    pen.beginPath();
    pen.moveTo(220, 760);
    pen.lineTo(804, 760);
    pen.bezierCurveTo(804, 1050, 740, 1130, 620, 1140);
    pen.lineTo(404, 1140);
    pen.bezierCurveTo(284, 1130, 220, 1050, 220, 760);
    pen.fill();
    pen.fillStyle = "#2b2019";
    pen.fillRect(190, 730, 644, 40);
    pen.beginPath();
    pen.arc(w / 2, 660, 34, 0, 7);
    pen.fill();
    pen.beginPath();
    pen.ellipse(w / 2, 735, 290, 60, 0, Math.PI, 0);
    pen.fill();
    pen.lineWidth = 34;
    pen.strokeStyle = "#2b2019";
    for (const s of [-1, 1]) {
      pen.beginPath();
      pen.arc(w / 2 + s * 300, 850, 60, 0, 7);
      pen.stroke();
    }
    pen.lineWidth = 14;
    pen.strokeStyle = "#8a7a62";
    for (const x of [400, 512, 624]) {
      pen.beginPath();
      pen.moveTo(x, 600);
      pen.bezierCurveTo(x - 50, 560, x + 50, 520, x, 470);
      pen.stroke();
    }
    pen.fillStyle = "#2b2019";
    pen.font = "52px Georgia, 'DejaVu Serif', serif";
    pen.fillText("Wambui Kariuki", w / 2, 1290);
  });
  const paper = matter("#f7f1e4", { roughness: 0.9 });
  const make = () => {
    const pages = new THREE.Mesh(new THREE.BoxGeometry(0.99, 1.39, 0.05), paper);
    const front = new THREE.Mesh(new THREE.BoxGeometry(1, 1.414, 0.012), [matter("#d9c59c"), matter("#d9c59c"), matter("#d9c59c"), matter("#d9c59c"), matter("#fff", { map: cover, roughness: 0.7 }), paper]);
    const back = new THREE.Mesh(new THREE.BoxGeometry(1, 1.414, 0.012), matter("#e3cfa4", { roughness: 0.7 }));
    const spine = place(turn(new THREE.Mesh(new THREE.CylinderGeometry(0.037, 0.037, 1.414, 24), matter("#a63a14", { roughness: 0.7 })), 0), -0.5, 0, 0);
    return group(pages, place(front, 0, 0, 0.031), place(back, 0, 0, -0.031), spine);
  };
  const lying = place(turn(group(make()), -Math.PI / 2, 0, 0.5), -0.05, 0.04, 0.3);
  const standing = place(turn(make(), -0.3, -0.25, 0), 0.1, 0.72, -0.35);
  return group(lying, standing);
}

export const table: Record<string, Good> = {
  teapot: { make: teapot("#c7422a", "#1b1714"), more: { side: { up: 0.5, round: -0.7 } } },
  "teapot-ink": { make: teapot("#25406b", "#141210") },
  "teapot-cream": { make: teapot("#efe6d2", "#2c4a3a") },
  mugs: { make: mugs, more: { above: { up: 0.85, round: 0.1 } } },
  pot: { make: pot, more: { above: { up: 0.75, round: 0.4 } } },
  karuwa: { make: karuwa, more: { side: { up: 0.45, round: -0.7 } } },
  cups: { make: cups, view: { up: 0.45 }, more: { above } },
  gourd: { make: gourd, more: { close: { up: 0.3, round: 0.1, closer: 2.1, above: 0.2 } } },
  "tea-tin": { make: teaTin, more: { above: { up: 0.8, round: 0.2 } } },
  bowls: { make: bowls, view: { up: 0.4 }, more: { above } },
  plates: { make: plates, view: { up: 0.5 }, more: { above } },
  "soapstone-bowl": { make: soapstoneBowl, view: { up: 0.32 }, more: { above: { up: 0.85, round: 0.4 } } },
  platter: { make: platter, view: { up: 0.5 }, more: { above: { up: 1.15, round: 0.4 } } },
  "sugar-bowl": { make: sugarBowl, more: { above: { up: 0.8, round: 0.5 } } },
  servers: { make: servers, view: { up: 0.7, round: 0.6 }, more: { above: { up: 1.25, round: 0.2 } } },
  board: { make: board, view: { up: 0.5, round: 0.2 }, more: { above: { up: 1.15, round: 0.3 } } },
  mortar: { make: mortar, more: { above: { up: 0.85, round: 0.4 } } },
  "felt-trivet": { make: trivet, view: { up: 0.6 }, more: { above: { up: 1.2, round: 0.2 } } },
  booklet: { make: booklet, view: { up: 0.4, round: 0.1 }, more: { side: { up: 0.5, round: -0.7 } } },
};
