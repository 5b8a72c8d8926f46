// One stage for all goods: the same room, sun, margin and soft shadow. A picture has a see-through
// ground, so that it lies well on light and on dark paper.
import * as THREE from "three";
import { reseed } from "./materials.ts";

export interface View {
  /** Height of the eye and its way round, in radians. */
  up?: number;
  round?: number;
  /** A close view: how many times nearer, and where to look (parts of the whole frame from its middle). */
  closer?: number;
  right?: number;
  above?: number;
}

export interface Good {
  make: () => THREE.Object3D;
  view?: View;
  /** Further pictures of the same thing, by what is put behind its name. */
  more?: Record<string, View>;
}

const DRAWN = 1040;
const SHADOW = 320;
const MARGIN = 0.78;
const SUNS = 9;

const renderer = new THREE.WebGLRenderer({ antialias: true, alpha: true, preserveDrawingBuffer: true });
renderer.setPixelRatio(1);
renderer.setClearColor(0, 0);
renderer.toneMapping = THREE.NeutralToneMapping;
renderer.shadowMap.enabled = true;
renderer.shadowMap.type = THREE.PCFShadowMap;

/** What shining things mirror: a pale room, a large window left, a strip right, and something dark between. */
function room(): THREE.Texture {
  const scene = new THREE.Scene();
  const walls = new THREE.SphereGeometry(10, 48, 32);
  const at = walls.attributes.position!;
  const shades: number[] = [];
  for (let i = 0; i < at.count; i++) {
    const y = at.getY(i) / 10;
    const lobes = 1 + 0.4 * (1 - Math.abs(y)) * Math.sin(Math.atan2(at.getX(i), at.getZ(i)) * 3 + 1.2);
    const light = (y > 0 ? 0.5 + 0.7 * y : 0.5 + 0.3 * Math.min(1, -y * 2)) * lobes;
    shades.push(light * 1.02, light * 0.99, light * 0.94);
  }
  walls.setAttribute("color", new THREE.Float32BufferAttribute(shades, 3));
  scene.add(new THREE.Mesh(walls, new THREE.MeshBasicMaterial({ vertexColors: true, side: THREE.BackSide })));
  const panel = (w: number, h: number, light: number, x: number, y: number, z: number) => {
    const sheet = new THREE.Mesh(
      new THREE.PlaneGeometry(w, h),
      new THREE.MeshBasicMaterial({ color: new THREE.Color(light, light * 0.98, light * 0.94), side: THREE.DoubleSide }),
    );
    sheet.position.set(x, y, z);
    sheet.lookAt(0, 0, 0);
    scene.add(sheet);
  };
  panel(5, 5, 9, -5, 5.5, 3.5);
  panel(1.6, 6, 5, 7, 2.5, 1);
  panel(6, 1.4, 3.5, 0, 6, -5);
  panel(2, 8, 0.02, 4, 1.5, 6.5);
  panel(2.4, 8, 0.03, -7.5, 1.5, -1);
  panel(12, 1.6, 0.05, 0, 0.2, -8.5);
  return new THREE.PMREMGenerator(renderer).fromScene(scene, 0.025).texture;
}
const mirrored = room();

function sun(share: number, offset: [number, number]): THREE.DirectionalLight {
  const light = new THREE.DirectionalLight("#fff1de", 2.5 * share);
  light.position.set(-2 + offset[0], 5.4, 2.2 + offset[1]);
  light.castShadow = true;
  light.shadow.mapSize.set(1024, 1024);
  light.shadow.radius = 5;
  light.shadow.bias = -0.0006;
  light.shadow.normalBias = 0.012;
  Object.assign(light.shadow.camera, { left: -2.6, right: 2.6, top: 2.6, bottom: -2.6 });
  return light;
}

/** Points spread evenly on a disc: a sun as wide as a window. */
const spread = (count: number, wide: number): [number, number][] =>
  Array.from({ length: count }, (_, i) => {
    const r = Math.sqrt((i + 0.5) / count) * wide;
    return [Math.cos(i * 2.39996) * r, Math.sin(i * 2.39996) * r];
  });

function pixels(size: number): Uint8ClampedArray {
  const copy = document.createElement("canvas");
  copy.width = copy.height = size;
  const pen = copy.getContext("2d", { willReadFrequently: true })!;
  pen.drawImage(renderer.domElement, 0, 0);
  return pen.getImageData(0, 0, size, size).data;
}

function draw(scene: THREE.Scene, camera: THREE.Camera, size: number): void {
  renderer.setSize(size, size, false);
  renderer.render(scene, camera);
}

const plain = new THREE.OctahedronGeometry(1.12, 0);

/** Thousands of stitches cost time in every pass: where only their outline counts, they get eight faces each. */
function coarsely<T>(thing: THREE.Object3D, work: () => T): T {
  const kept = new Map<THREE.Mesh, THREE.BufferGeometry>();
  thing.traverse((part) => {
    if (!(part instanceof THREE.InstancedMesh) || part.geometry.type !== "SphereGeometry") return;
    kept.set(part, part.geometry);
    part.geometry = plain;
  });
  const result = work();
  for (const [part, geometry] of kept) part.geometry = geometry;
  return result;
}

/** Where the thing stands within the picture, as parts of it. */
function bounds(scene: THREE.Scene, camera: THREE.Camera): [number, number, number, number] {
  const size = 300;
  scene.overrideMaterial = new THREE.MeshBasicMaterial({ side: THREE.DoubleSide });
  draw(scene, camera, size);
  scene.overrideMaterial = null;
  const data = pixels(size);
  let [x0, x1, y0, y1] = [size, 0, size, 0];
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++)
      if (data[(y * size + x) * 4 + 3]! > 100) {
        x0 = Math.min(x0, x);
        x1 = Math.max(x1, x + 1);
        y0 = Math.min(y0, y);
        y1 = Math.max(y1, y + 1);
      }
  return [x0 / size, x1 / size, y0 / size, y1 / size];
}

/** The shadow on the floor: the mean of many suns, and a darker touch where the thing stands. */
function shadow(scene: THREE.Scene, camera: THREE.Camera, thing: THREE.Object3D, base: THREE.Box3): HTMLCanvasElement {
  const floor = new THREE.Mesh(new THREE.PlaneGeometry(30, 30), new THREE.ShadowMaterial({ color: "#000", opacity: 1 }));
  floor.rotation.x = -Math.PI / 2;
  floor.position.y = base.min.y;
  floor.receiveShadow = true;
  scene.add(floor);
  thing.visible = true;
  const hidden = new THREE.MeshBasicMaterial({ colorWrite: false, depthWrite: false, side: THREE.DoubleSide });
  const kept = new Map<THREE.Mesh, THREE.Material | THREE.Material[]>();
  thing.traverse((part) => {
    if (part instanceof THREE.Mesh) {
      kept.set(part, part.material);
      part.material = hidden;
    }
  });
  const sum = new Float32Array(SHADOW * SHADOW);
  const high = base.max.y - base.min.y;
  for (const [i, offset] of [...spread(SUNS, 1.25), ...spread(3, 3.4)].entries()) {
    const light = sun(1, offset);
    scene.add(light);
    draw(scene, camera, SHADOW);
    const data = pixels(SHADOW);
    const weight = i < SUNS ? 0.72 / SUNS : 0.28 / 3;
    for (let k = 0; k < sum.length; k++) sum[k]! += (data[k * 4 + 3]! / 255) * weight;
    scene.remove(light);
    light.dispose();
  }
  for (const [part, material] of kept) part.material = material;
  scene.remove(floor);
  const out = document.createElement("canvas");
  out.width = out.height = SHADOW;
  const pen = out.getContext("2d")!;
  const image = pen.createImageData(SHADOW, SHADOW);
  const strength = high < 0.35 ? 0.66 : 0.46;
  for (let k = 0; k < sum.length; k++) image.data.set([38, 22, 10, sum[k]! * strength * 255], k * 4);
  pen.putImageData(image, 0, 0);
  return out;
}

export function shoot(good: Good, view: View, out: number): string {
  reseed();
  const scene = new THREE.Scene();
  scene.environment = mirrored;
  scene.environmentIntensity = 0.78;
  const thing = good.make();
  thing.traverse((part) => {
    if (part instanceof THREE.Mesh) part.castShadow = part.receiveShadow = !part.userData["glow"];
  });
  scene.add(thing);
  const base = new THREE.Box3().setFromObject(thing, true);
  const centre = base.getCenter(new THREE.Vector3());
  const size = base.getSize(new THREE.Vector3()).length();
  thing.position.sub(new THREE.Vector3(centre.x, 0, centre.z));
  base.translate(new THREE.Vector3(-centre.x, 0, -centre.z));
  const fit = 2.1 / size;
  const holder = new THREE.Group();
  holder.scale.setScalar(fit);
  holder.add(thing);
  scene.add(holder);
  base.set(base.min.multiplyScalar(fit), base.max.multiplyScalar(fit));
  centre.set(0, centre.y * fit, 0);

  const { up = 0.3, round = 0.22, closer = 1, right = 0, above = 0 } = view;
  const camera = new THREE.PerspectiveCamera(26, 1, 0.1, 50);
  const away = 6.4;
  camera.position.set(Math.sin(round) * Math.cos(up) * away, centre.y + Math.sin(up) * away, Math.cos(round) * Math.cos(up) * away);
  camera.lookAt(centre);

  const [x0, x1, y0, y1] = coarsely(thing, () => bounds(scene, camera));
  const side = Math.max(x1 - x0, y1 - y0) / MARGIN / closer;
  const x = (x0 + x1) / 2 - side / 2 + (side * closer * right) + (closer === 1 ? side * 0.02 : 0);
  const y = (y0 + y1) / 2 - side / 2 - side * closer * above;
  camera.setViewOffset(1000, 1000, x * 1000, y * 1000, side * 1000, side * 1000);

  const suns = spread(3, 0.7).map((offset) => sun(1 / 3, offset));
  scene.add(...suns);
  draw(scene, camera, DRAWN);
  const picture = document.createElement("canvas");
  picture.width = picture.height = out;
  const pen = picture.getContext("2d")!;
  pen.imageSmoothingQuality = "high";
  const lit = document.createElement("canvas");
  lit.width = lit.height = DRAWN;
  lit.getContext("2d")!.drawImage(renderer.domElement, 0, 0);
  scene.remove(...suns);
  for (const light of suns) light.dispose();

  const under = document.createElement("canvas");
  under.width = under.height = out;
  const soft = under.getContext("2d")!;
  soft.imageSmoothingQuality = "high";
  soft.filter = `blur(${out / 200}px)`;
  soft.drawImage(coarsely(thing, () => shadow(scene, camera, thing, base)), 0, 0, out, out);
  soft.filter = "none";
  // Long shadows melt away before the edge instead of ending at it.
  soft.globalCompositeOperation = "destination-in";
  for (const [toX, toY] of [[out, 0], [0, out]] as const) {
    const fade = soft.createLinearGradient(0, 0, toX, toY);
    for (const [stop, alpha] of [[0, 0], [0.02, 0], [0.13, 1], [0.8, 1], [0.985, 0], [1, 0]] as const) fade.addColorStop(stop, `rgba(0,0,0,${alpha})`);
    soft.fillStyle = fade;
    soft.fillRect(0, 0, out, out);
  }
  pen.drawImage(under, 0, 0);
  pen.drawImage(lit, 0, 0, out, out);
  scene.traverse((part) => {
    if (part instanceof THREE.Mesh) part.geometry.dispose();
  });
  return picture.toDataURL("image/png");
}
