// Byte-compile folders of Python files with the browser's own Python, run by Node.
//
//   node compile.mjs PYODIDE_FOLDER JOBS.json
//
// JOBS.json: [{"source": folder, "target": folder, "prefix": path in the browser, "optimize": 2}]
// `optimize` is the level of Python's -O. Every file is written to the target:
// .py files as .pyc without their source (unless they do not compile: templates), others as they are.
import fs from "node:fs";
import path from "node:path";

for (const event of ["uncaughtException", "unhandledRejection"]) {
  process.on(event, (error) => { console.error(String(error?.message ?? error)); process.exit(1); });
}
const [core, jobsFile] = process.argv.slice(2).map((argument) => path.resolve(argument));
const { loadPyodide } = await import(path.join(core, "pyodide.mjs"));
const python = await loadPyodide({
  indexURL: core + "/",
  env: { HOME: "/home/pyodide", PYTHONNODEBUGRANGES: "1" },
});

python.runPython(`
import importlib.util, json, os, shutil
from importlib._bootstrap_external import _code_to_hash_pyc

def compile_folder(source, target, prefix, optimize):
    count = 0
    for folder, folders, names in os.walk(source):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(folder, name)
            inner = os.path.relpath(path, source)
            goal = os.path.join(target, inner)
            os.makedirs(os.path.dirname(goal), exist_ok=True)
            with open(path, "rb") as file:
                data = file.read()
            if name.endswith(".py"):
                try:
                    code = compile(data, os.path.join(prefix, inner), "exec", dont_inherit=True, optimize=optimize)
                except SyntaxError:
                    if not any(part in inner for part in ("template", "lib2to3")):
                        raise
                else:
                    # an unchecked hash: the same source gives the same bytes, whatever the date
                    data = _code_to_hash_pyc(code, importlib.util.source_hash(data), False)
                    goal += "c"
                    count += 1
            with open(goal, "wb") as file:
                file.write(data)
    return count
`);
const compileFolder = python.globals.get("compile_folder");
JSON.parse(fs.readFileSync(jobsFile, "utf8")).forEach((job, index) => {
  const mount = (folder, name) => {
    const point = `/job${index}/${name}`;
    fs.mkdirSync(folder, { recursive: true });
    python.FS.mkdirTree(point);
    python.FS.mount(python.FS.filesystems.NODEFS, { root: path.resolve(folder) }, point);
    return point;
  };
  const count = compileFolder(
    mount(job.source, "source"), mount(job.target, "target"), job.prefix, job.optimize,
  );
  console.log(`${count} modules compiled for ${job.prefix}`);
});
process.exit(0);
