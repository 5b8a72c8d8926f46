interface Stored {
  body: Uint8Array<ArrayBuffer>;
  etag: string;
  customMetadata: Record<string, string>;
}

/** R2 as far as pages use it: conditional puts and gets, an etag that is a digest of the bytes alone. */
export class Bucket {
  readonly stored = new Map<string, Stored>();
  /** Runs before each put, once: where a rival comes in between. */
  beforePut: (() => Promise<void>) | undefined;
  puts = 0;

  async head(key: string) {
    return this.stored.get(key) ?? null;
  }

  async get(key: string, { onlyIf }: { onlyIf?: { etagDoesNotMatch?: string } } = {}) {
    const found = this.stored.get(key);
    if (!found) return null;
    if (onlyIf?.etagDoesNotMatch === found.etag) return { etag: found.etag, customMetadata: found.customMetadata };
    return { ...found, arrayBuffer: async () => found.body.buffer };
  }

  async put(
    key: string,
    body: string,
    options: {
      onlyIf?: { etagMatches?: string; etagDoesNotMatch?: string };
      customMetadata?: Record<string, string>;
    } = {},
  ) {
    const rival = this.beforePut;
    this.beforePut = undefined;
    await rival?.();
    const found = this.stored.get(key);
    const { etagMatches, etagDoesNotMatch } = options.onlyIf ?? {};
    if (etagMatches !== undefined && found?.etag !== etagMatches) return null;
    if (etagDoesNotMatch === "*" && found) return null;
    this.puts++;
    const bytes = new TextEncoder().encode(body);
    const object = {
      body: bytes,
      etag: `e${[...bytes].reduce((sum, byte) => (sum * 31 + byte) % 999_999_937, 7)}`,
      customMetadata: options.customMetadata ?? {},
    };
    this.stored.set(key, object);
    return object;
  }

  async delete(key: string) {
    this.stored.delete(key);
  }

  asR2(): R2Bucket {
    return this as unknown as R2Bucket;
  }
}

/** Built assets by path; what is not there is the static 404. */
export const assets = (pages: Record<string, string>) =>
  ({
    fetch: async (request: Request) => {
      const body = pages[new URL(request.url).pathname];
      return new Response(body ?? pages["/404"] ?? "nothing", {
        status: body === undefined ? 404 : 200,
        headers: { etag: `"a${body?.length ?? 0}"` },
      });
    },
  }) as unknown as Fetcher;
