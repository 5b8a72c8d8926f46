// The few shapes everything is made of: turned on a lathe, bent from wire, threaded from beads.
import * as THREE from "three";
import { RoundedBoxGeometry } from "three/addons/geometries/RoundedBoxGeometry.js";

export type Point = [number, number, number];
export type Profile = [number, number][];
export const TURN = Math.PI * 2;

export const group = (...parts: THREE.Object3D[]): THREE.Group => {
  const whole = new THREE.Group();
  if (parts.length > 0) whole.add(...parts);
  return whole;
};

export function place<T extends THREE.Object3D>(part: T, x = 0, y = 0, z = 0): T {
  part.position.set(x, y, z);
  return part;
}

export function turn<T extends THREE.Object3D>(part: T, x = 0, y = 0, z = 0): T {
  part.rotation.set(x, y, z);
  return part;
}

/** A profile [radius, height] turned round the upright axis, smooth. */
export const turned = (profile: Profile, material: THREE.Material, around = 128, along = 110) =>
  new THREE.Mesh(
    new THREE.LatheGeometry(new THREE.SplineCurve(profile.map(([x, y]) => new THREE.Vector2(x, y))).getPoints(along), around),
    material,
  );

/** The same with corners kept and flat sides: cut stones. */
export const cut = (profile: Profile, sides: number, material: THREE.Material) =>
  new THREE.Mesh(new THREE.LatheGeometry(profile.map(([x, y]) => new THREE.Vector2(x, y)), sides).toNonIndexed(), material);

/** A turned wall between two angles, for cuffs and shells. */
export const turnedPart = (profile: Profile, material: THREE.Material, from: number, length: number) =>
  new THREE.Mesh(
    new THREE.LatheGeometry(new THREE.SplineCurve(profile.map(([x, y]) => new THREE.Vector2(x, y))).getPoints(60), 160, from, length),
    material,
  );

export const path = (points: Point[], closed = false) =>
  new THREE.CatmullRomCurve3(points.map((p) => new THREE.Vector3(...p)), closed, "catmullrom", 0.5);

export const wire = (points: Point[], radius: number, material: THREE.Material, closed = false, steps = 160) =>
  new THREE.Mesh(new THREE.TubeGeometry(path(points, closed), steps, radius, 18, closed), material);

/** A tube that grows thinner from one end to the other. */
export function tapered(points: Point[], from: number, to: number, material: THREE.Material): THREE.Mesh {
  const curve = path(points);
  const steps = 80;
  const sides = 28;
  const tube = new THREE.TubeGeometry(curve, steps, 1, sides, false);
  const at = tube.attributes.position!;
  for (let i = 0; i <= steps; i++) {
    const centre = curve.getPointAt(i / steps);
    const radius = from + (to - from) * (i / steps);
    for (let j = 0; j <= sides; j++) {
      const k = i * (sides + 1) + j;
      at.setXYZ(
        k,
        centre.x + (at.getX(k) - centre.x) * radius,
        centre.y + (at.getY(k) - centre.y) * radius,
        centre.z + (at.getZ(k) - centre.z) * radius,
      );
    }
  }
  tube.computeVertexNormals();
  return new THREE.Mesh(tube, material);
}

/** A ring that lies flat. */
export const hoop = (radius: number, thickness: number, material: THREE.Material, y = 0) =>
  place(turn(new THREE.Mesh(new THREE.TorusGeometry(radius, thickness, 24, 160), material), Math.PI / 2), 0, y, 0);

export const box = (w: number, h: number, d: number, radius: number, material: THREE.Material | THREE.Material[]) =>
  new THREE.Mesh(new RoundedBoxGeometry(w, h, d, 6, radius), material);

export const ball = (radius: number, material: THREE.Material) => new THREE.Mesh(new THREE.SphereGeometry(radius, 40, 28), material);

export const rod = (radius: number, length: number, material: THREE.Material, top = radius) =>
  new THREE.Mesh(new THREE.CylinderGeometry(top, radius, length, 32), material);

export interface Bead {
  at: Point;
  size: number | Point;
  color: THREE.ColorRepresentation;
  /** Turned about the upright axis. */
  facing?: number;
}

/** Many little balls in one go. */
export function threaded(beads: Bead[], material: THREE.Material, fine = 14): THREE.InstancedMesh {
  const all = new THREE.InstancedMesh(new THREE.SphereGeometry(1, fine, Math.round(fine * 0.75)), material, beads.length);
  const matrix = new THREE.Matrix4();
  const spin = new THREE.Quaternion();
  const up = new THREE.Vector3(0, 1, 0);
  const color = new THREE.Color();
  beads.forEach((one, i) => {
    const size = typeof one.size === "number" ? new THREE.Vector3(one.size, one.size, one.size) : new THREE.Vector3(...one.size);
    matrix.compose(new THREE.Vector3(...one.at), spin.setFromAxisAngle(up, one.facing ?? 0), size);
    all.setMatrixAt(i, matrix);
    all.setColorAt(i, color.set(one.color));
  });
  return all;
}

/** Moves every point of a shape. */
export function bent(mesh: THREE.Mesh, move: (p: THREE.Vector3) => void): THREE.Mesh {
  const at = mesh.geometry.attributes.position!;
  const point = new THREE.Vector3();
  for (let i = 0; i < at.count; i++) {
    point.fromBufferAttribute(at as THREE.BufferAttribute, i);
    move(point);
    at.setXYZ(i, point.x, point.y, point.z);
  }
  mesh.geometry.computeVertexNormals();
  return mesh;
}

/** Lays the texture on from above, so that it does not gather at the middle of a disc. */
export function flatTexture(mesh: THREE.Mesh, across: number): THREE.Mesh {
  const at = mesh.geometry.attributes.position!;
  const uv = mesh.geometry.attributes.uv!;
  for (let i = 0; i < at.count; i++) uv.setXY(i, at.getX(i) / across + 0.5, at.getZ(i) / across + 0.5);
  return mesh;
}
