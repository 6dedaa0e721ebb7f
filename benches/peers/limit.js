// What one core can do in wasm: a loop of f32x4 products and sums whose sums stay in registers, as WebAssembly.
// Eight sums, since V8 spills more; every factor is loaded anew from the first numbers of the memory, which costs nothing
// beside the arithmetic, so that no product is the same twice and none can be moved out of the loop.

const SUMS = 8;
const SIMD = 0xfd;
const [GET, SET, TEE] = [0x20, 0x21, 0x22];

/** @param {number} value unsigned LEB128 */
const leb = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...leb(value >> 7)]);
const section = (id, bytes) => [id, ...leb(bytes.length), ...bytes];
const load = (opcode, at, offset) => [GET, at, SIMD, opcode, 2, ...leb(offset)];

function code() {
  // Locals: 0 rounds left, 1 address, then the sums and four rows of terms.
  const sum = (i) => 2 + i;
  const term = (i) => 2 + SUMS + i;
  const body = [];
  for (let i = 0; i < 4; i++) body.push(...load(0, 1, 16 * i), SET, term(i)); // v128.load
  for (let row = 0; row < 2; row++) {
    body.push(...load(9, 1, 64 + 4 * row), SET, term(4)); // v128.load32_splat
    for (let i = 0; i < 4; i++) {
      const at = sum(4 * row + i);
      body.push(GET, at, GET, term(4), GET, term(i), SIMD, ...leb(0xe6), SIMD, ...leb(0xe4), SET, at); // mul, add
    }
  }
  // address = (rounds & 15) * 4; again while --rounds
  body.push(GET, 0, 0x41, 15, 0x71, 0x41, 2, 0x74, SET, 1, GET, 0, 0x41, 1, 0x6b, TEE, 0, 0x0d, 0);
  const total = [GET, sum(0)];
  for (let i = 1; i < SUMS; i++) total.push(GET, sum(i), SIMD, ...leb(0xe4));
  const locals = [2, 1, 0x7f, SUMS + 5, 0x7b];
  const all = [...locals, 0x03, 0x40, ...body, 0x0b, ...total, SIMD, 0x1f, 0, 0x0b];
  return [1, ...leb(all.length), ...all];
}

/** @returns {() => number} a measurement in GFLOP/s */
export function simdLimit() {
  const module = new WebAssembly.Module(new Uint8Array([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, [1, 0x60, 1, 0x7f, 1, 0x7d]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [1, 1, 0x66, 0, 0]),
    ...section(10, code()),
  ]));
  const run = /** @type {(rounds: number) => number} */ (new WebAssembly.Instance(module).exports.f);
  // Many short calls: V8 compiles a function well once it was called often, but not one that is running.
  const [calls, rounds] = [2000, 1000];
  const measure = () => {
    const start = performance.now();
    for (let i = 0; i < calls; i++) run(rounds);
    return (calls * rounds * SUMS * 4 * 2) / (performance.now() - start) / 1e6;
  };
  measure();
  return measure;
}
