import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TEST_ORGANISATION } from '#channels/testing/order-builder.js';
import { signingKey } from '../certificate/signing-key.js';
import { bytesOf } from '../testing/bytes-of.js';
import { describeWith, ToolFolder } from '../testing/other-tools.js';
import { SAMPLE_LETTERS } from '../testing/sample-letters.js';
import { SyntheticAuthority } from '../testing/synthetic-identity.js';
import { writeAsice } from './asice.writer.js';

/** Reads as mailbox providers do: from the front, without the directory. */
const JAVA_READER = `import java.io.*; import java.nio.charset.StandardCharsets; import java.util.zip.*;
public class Read { public static void main(String[] files) throws Exception {
  PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  for (String file : files) try (ZipInputStream zip = new ZipInputStream(new FileInputStream(file))) {
    for (ZipEntry entry; (entry = zip.getNextEntry()) != null;) out.println(entry.getName() + ":" + zip.readAllBytes().length);
  } } }`;
const PYTHON_READER = `import sys, zipfile
for file in sys.argv[1:]:
  with zipfile.ZipFile(file) as zip:
    assert zip.testzip() is None
    for entry in zip.infolist(): sys.stdout.buffer.write(f"{entry.filename}:{len(zip.read(entry))}\\n".encode())`;

describe('our ZIP in the readers of others', () => {
  const folder = new ToolFolder();
  const files: string[] = [];
  const expected: string[] = [];

  beforeAll(async () => {
    const key = signingKey(new SyntheticAuthority().issue(TEST_ORGANISATION));
    for (const [index, description] of Object.values(SAMPLE_LETTERS).entries()) {
      const name = `${String(index)}.zip`;
      folder.write(name, await bytesOf(writeAsice(description, key, new Date('2026-03-02T10:00:00Z'))));
      files.push(name);
      expected.push('mimetype', 'manifest.xml', ...description.documents.map(({ fileName }) => fileName));
      expected.push('META-INF/signatures.xml');
    }
    folder.write('Read.java', JAVA_READER);
    folder.write('read.py', PYTHON_READER);
  });
  afterAll(() => {
    folder.remove();
  });

  describeWith(['unzip'])('Info-ZIP', () => {
    it('finds every file whole, and its name', () => {
      for (const file of files) folder.succeed('unzip', '-tq', file);
      const listed = files.flatMap((file) => folder.succeed('unzip', '-Z1', file).stdout.toString('utf8').split('\n'));
      expect(listed.filter((line) => line !== '')).toEqual(expected);
    });
  });

  describeWith(['java'])("Java's ZipInputStream", () => {
    it('reads every file from the front', () => {
      expect(namesIn(folder.succeed('java', 'Read.java', ...files).stdout)).toEqual(expected);
    }, 20_000);
  });

  describeWith(['python3'])("Python's zipfile", () => {
    it('finds every file whole', () => {
      expect(namesIn(folder.succeed('python3', 'read.py', ...files).stdout)).toEqual(expected);
    });
  });
});

/** Lines `name:size`. */
function namesIn(stdout: Buffer): string[] {
  const lines = stdout.toString('utf8').trimEnd().split('\n');
  return lines.map((line) => line.slice(0, line.lastIndexOf(':')));
}
