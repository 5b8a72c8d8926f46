import { useEffect, useRef, useState } from "preact/hooks";
import type { TransferView } from "#domain/payments/bank-schema";
import { fill } from "#domain/sentences/fill";
import type { PaymentWords } from "#domain/sentences/payment-pages";
import { fileSize } from "../words.ts";

interface Props {
  say: PaymentWords["proof"];
  upload: TransferView["upload"];
  file: File | null;
  error: string | undefined;
  onChoose: (file: File | null) => void;
}

/** The field for the slip: a place as large as its preview, so that nothing moves when a file is chosen. It takes dropped files too. */
export function SlipFile({ say, upload, file, error, onChoose }: Props) {
  return (
    <div class="field">
      <label for="file">{say.file}</label>
      <div class="drop">
        <input
          id="file"
          name="file"
          type="file"
          accept={upload.types.join(",")}
          aria-describedby={error ? "file-hint file-error" : "file-hint"}
          aria-invalid={error ? "true" : undefined}
          onChange={(event) => onChoose(event.currentTarget.files?.[0] ?? null)}
        />
        <span class="drop-shown" aria-hidden="true">
          <Preview file={file} />
          {file ? (
            <span>
              <b class="sent-name">{file.name}</b>
              <small class="muted">{fileSize(file.size)}</small>
              <span class="as-link">{say.chooseOther}</span>
            </span>
          ) : (
            <span>
              <b class="as-link">{say.choose}</b>
              <small class="muted wide-only">{say.drop}</small>
            </span>
          )}
        </span>
      </div>
      <p class="hint" id="file-hint">
        {fill(say.hint, { size: fileSize(upload.maxBytes) })}
      </p>
      {error && (
        <p class="err" id="file-error">
          {error}
        </p>
      )}
      <p class="sr" role="status">
        {file && fill(say.preview, { name: file.name })}
      </p>
    </div>
  );
}

const WIDTH = 96;
const HEIGHT = 120;

/** A small drawing of the picture; the policy lets no page show a file of the visitor's in an `img`. */
function Preview({ file }: { file: File | null }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drawn, setDrawn] = useState<File | null>(null);
  useEffect(() => {
    if (!file?.type.startsWith("image/")) return;
    let isWanted = true;
    void createImageBitmap(file).then(
      (picture) => {
        if (isWanted && canvas.current) {
          draw(picture, canvas.current);
          setDrawn(file);
        }
        picture.close();
      },
      () => undefined, // not a picture after all: its name stands there, and the server says what is wrong
    );
    return () => {
      isWanted = false;
    };
  }, [file]);
  const shown = file !== null && drawn === file;
  return (
    <span class={file && !shown ? "sheet is-chosen" : "sheet"}>
      <canvas ref={canvas} width={WIDTH} height={HEIGHT} hidden={!shown} />
    </span>
  );
}

/** Fills the sheet, from the top: that is where a slip says whose it is. */
function draw(picture: ImageBitmap, canvas: HTMLCanvasElement): void {
  const scale = Math.max(WIDTH / picture.width, HEIGHT / picture.height);
  const width = picture.width * scale;
  canvas.getContext("2d")?.drawImage(picture, (WIDTH - width) / 2, 0, width, picture.height * scale);
}
