import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { canonicalize, deriveSecret, verifyContext } from '../../src/index.ts';
import { isInstalled, requireTools } from '../support/installed-tools.ts';

const run = promisify(execFile);
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const botToken = 'rgdtbuaospdnfdcj6zg1tpqjyr';
// As texts, because JavaScript cannot write `5.0` and `-0`.
const contexts = [
  String.raw`{"z":1,"action_id":"a1","who":{"name":"Zoë <&> \"x\"\\ \u2028\b\u007f","id":1.5,"b":[true,null]},"order":17}`,
  '{"action_id":"a1","a":1,"b":2,"c":3,"d":4,"p":5.0}',
  `{"action_id":"a1","a":1,"p":5.0,"t":"${'x'.repeat(1_100)}"}`,
  '{"action_id":"a1","n":-0,"e":1e-7,"f":1e16}',
];

/** Programs that run the README's recipe in a language on a context. */
const programs = {
  python: (recipe: string) =>
    `import os\nimport json\ncontext = json.loads(os.environ["CONTEXT"])\nbot_token = os.environ["TOKEN"]\n${recipe}\nprint(json.dumps(context))\n`,
  bash: (recipe: string) => `set -euo pipefail\ncontext=$CONTEXT bot_token=$TOKEN\n${recipe}\n`,
  go: (recipe: string) => `package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	botToken := os.Getenv("TOKEN")
	context := map[string]any{}
	if err := json.Unmarshal([]byte(os.Getenv("CONTEXT")), &context); err != nil {
		panic(err)
	}
${recipe}
	if err != nil {
		panic(err)
	}
	signed, _ := json.Marshal(context)
	fmt.Println(string(signed))
}
`,
} as const;

it.each([
  { language: 'python', file: 'sign.py', tools: ['python3'], command: ['python3'] },
  { language: 'bash', file: 'sign.sh', tools: ['bash', 'openssl', 'jq'], command: ['bash'] },
  // Unlike the others, Go is not asked of every machine.
  ...(isInstalled('go') ? [{ language: 'go', file: 'sign.go', tools: ['go'], command: ['go', 'run'] } as const] : []),
] as const)(
  'The signature of the README’s recipe in $language is accepted',
  async ({ language, file, tools, command }) => {
    requireTools(tools);
    const recipe = new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(readme)?.[1] ?? '';
    const dir = mkdtempSync(join(tmpdir(), 'mm-recipe-'));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    writeFileSync(join(dir, file), programs[language](recipe));
    const [program, ...args] = command;
    for (const context of contexts) {
      const env = { ...process.env, CONTEXT: context, TOKEN: botToken };
      const { stdout } = await run(program, [...args, file], { cwd: dir, env });
      const verdict = verifyContext(JSON.parse(stdout), { secrets: [deriveSecret(botToken)] });
      expect({ context, ok: verdict.ok }).toEqual({ context, ok: true });
      expect(verdict.ok && canonicalize(verdict.context)).toBe(canonicalize(JSON.parse(context)));
    }
  },
  120_000,
);
