import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

const DAY_MS = 24 * 60 * 60_000;

/** A certificate that nobody vouches for, and its key. Written out here in DER, because Node reads certificates and makes none. */
export function selfSigned({
  name = "messageverificationcerts.paypal.com",
  from = Date.now() - DAY_MS,
  to = Date.now() + DAY_MS,
  kind = "rsa" as "rsa" | "ec",
} = {}): { pem: string; key: KeyObject } {
  const { publicKey, privateKey: key } =
    kind === "rsa"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = kind === "rsa" ? sequence(RSA_SHA256, NULL) : sequence(ECDSA_SHA256);
  const owner = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))));
  const signed = sequence(
    der(0xa0, der(0x02, Buffer.of(2))), // version 3
    der(0x02, Buffer.of(1)),
    algorithm,
    owner,
    sequence(time(from), time(to)),
    owner,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const certificate = sequence(signed, algorithm, der(0x03, Buffer.of(0), sign("sha256", signed, key)));
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return { pem: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`, key };
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, ...parts);
const time = (at: number): Buffer =>
  der(0x18, Buffer.from(`${new Date(at).toISOString().replace(/\D/g, "").slice(0, 14)}Z`));

function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), body]);
}

const NULL = Buffer.from("0500", "hex");
const COMMON_NAME = Buffer.from("0603550403", "hex");
const RSA_SHA256 = Buffer.from("06092a864886f70d01010b", "hex");
const ECDSA_SHA256 = Buffer.from("06082a8648ce3d040302", "hex");
