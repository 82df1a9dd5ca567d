import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A key and a certificate for 127.0.0.1 that nobody has signed but itself, made on the spot. */
export function selfSigned(): { readonly key: string; readonly certificate: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const certificate = sequence(body(publicKey), ecdsaWithSha256, bits(sign('sha256', body(publicKey), privateKey)));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
}

/** What is signed: RFC 5280, section 4.1. */
function body(publicKey: KeyObject): Buffer {
  const day = 24 * 60 * 60 * 1000;
  const name = sequence(element(0x31, sequence(objectId(2, 5, 4, 3), element(0x0c, Buffer.from('mull test')))));
  return sequence(
    element(0xa0, integer(2)),
    integer(1),
    ecdsaWithSha256,
    name,
    sequence(time(started - day), time(started + day)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, sequence(extension(objectId(2, 5, 29, 17), sequence(element(0x87, Buffer.from([127, 0, 0, 1])))))),
  );
}

/** The same moment for what is signed and what is checked. */
const started = Date.now();

function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...elements: readonly Buffer[]): Buffer {
  return element(0x30, Buffer.concat(elements));
}

function integer(value: number): Buffer {
  return element(0x02, Buffer.from([value]));
}

function bits(content: Buffer): Buffer {
  return element(0x03, Buffer.concat([Buffer.from([0]), content]));
}

function extension(id: Buffer, content: Buffer): Buffer {
  return sequence(id, element(0x04, content));
}

function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/[-:T]|\.\d+/g, '');
  return element(0x18, Buffer.from(digits));
}

function objectId(first: number, second: number, ...rest: readonly number[]): Buffer {
  const bytes = rest.flatMap((value) => {
    const parts = [value & 127];
    for (let left = value >> 7; left > 0; left >>= 7) parts.unshift((left & 127) | 128);
    return parts;
  });
  return element(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

const ecdsaWithSha256 = sequence(objectId(1, 2, 840, 10045, 4, 3, 2));
