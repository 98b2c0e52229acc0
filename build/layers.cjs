// Who may import whom. The table and its reasons are in README.md, "Architecture"; a broken rule fails the build.
/** @type {{ parseFileSync(file: string, options?: import('@swc/core').ParseOptions): import('@swc/core').Module }} */
const swc = require('@swc/core')

// dependency-cruiser's fast parser takes every file for plain TypeScript and stops at the first element of a .tsx one.
const parseFileSync = swc.parseFileSync.bind(swc)
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, syntax: 'typescript', tsx: file.endsWith('.tsx') })

// Tests may import more than the code beside them: they wire real parts together.
const tests = '[.](test|bench|integration|crash|interop|test-d)[.]tsx?$|/test-support/|/conformance/|/bench/|/interop/'
/** @param {string} path */
const code = (path) => ({ path, pathNot: tests })
/**
 * @param {string} name
 * @param {string} from
 * @param {readonly string[]} allowed
 * @param {string} [comment]
 */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: code(from),
  to: { path: '^(storage-core|electron|renderer|e2e|build)/', pathNot: [from.replace('^', '^'), ...allowed].join('|') },
})
const core = '^storage-core'

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('model-is-pure', `${core}/model/`, [], 'model runs anywhere and imports zod only'),
    {
      name: 'model-imports-zod-only',
      severity: 'error',
      from: code(`${core}/model/`),
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: 'node_modules/zod/' },
    },
    only('platform', `${core}/platform/`, [], 'the platform is the edge to the machine'),
    only('signature', `${core}/signature/`, [`${core}/model/`]),
    only('policy', `${core}/policy/`, [`${core}/model/`], 'the evaluator is pure: time is an argument'),
    { name: 'policy-has-no-effects', severity: 'error', from: code(`${core}/policy/`), to: { dependencyTypes: ['core', 'npm', 'npm-dev'] } },
    only('metadata', `${core}/metadata/`, [`${core}/(model|platform)/`], 'metadata and blobs never know each other'),
    only('blobs', `${core}/blobs/`, [`${core}/(model|platform)/`], 'metadata and blobs never know each other'),
    only('engine', `${core}/engine/`, [
      `${core}/(model|platform)/`,
      `${core}/metadata/metadata-store[.]ts$`,
      `${core}/blobs/blob-store[.]ts$`,
    ], 'the engine sees interfaces of the two stores only'),
    only('http', `${core}/http/`, [`${core}/(engine|policy|signature|model|platform)/`, `${core}/blobs/blob-store[.]ts$`], 'the endpoint never touches metadata or blobs'),
    { name: 'files-only-through-the-platform', comment: 'file system, clock and randomness are parameters', severity: 'error', from: { path: `${core}/(model|signature|policy|metadata|blobs|engine|http)/`, pathNot: tests }, to: { path: '^(node:)?(fs|fs/promises)$' } },
    { name: 'no-electron-in-the-core', severity: 'error', from: { path: core }, to: { path: '^electron(/|$)|node_modules/electron/' } },
    only('contract', '^electron/contract/', [`${core}/model/`]),
    only('files', '^electron/files/', [], 'small files of the processes with a disk; knows none of them'),
    only('main', '^electron/main/', ['^electron/(contract|files)/'], 'main talks to the hosts over ports only'),
    only('preload', '^electron/preload/', ['^electron/contract/'], 'the preload imports the contract and nothing else'),
    only('client-host', '^electron/client-host/', ['^electron/(contract|files)/', `${core}/(model|signature)/`], 'the client host reaches the local store as an endpoint'),
    only('store-host', '^electron/store-host/', ['^electron/contract/', `${core}/server[.]ts$`, `${core}/model/`]),
    only('renderer', '^renderer/', ['^electron/contract/', `${core}/(model|policy)/`], 'the window sees the contract, the model and the evaluator'),
    only('viewer', '^renderer/viewer/', ['^renderer/ui/', '^electron/contract/', `${core}/model/`], 'the viewer runs apart from the window and knows nothing of it'),
    { name: 'no-node-in-the-window', severity: 'error', from: code('^renderer/'), to: { dependencyTypes: ['core'] } },
    { name: 'ui-has-no-data', severity: 'error', from: code('^renderer/ui/'), to: { path: '^renderer/(bridge|features|app)/' } },
    { name: 'bridge-below-features', severity: 'error', from: code('^renderer/bridge/'), to: { path: '^renderer/(features|app)/' } },
    {
      name: 'features-meet-at-index',
      comment: 'a feature imports another one only through its index.ts',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/', pathNot: tests },
      to: { path: '^renderer/features/[^/]+/', pathNot: ['^renderer/features/$1/', '^renderer/features/[^/]+/index[.]ts$'] },
    },
    { name: 'features-below-app', severity: 'error', from: code('^renderer/features/'), to: { path: '^renderer/app/' } },
    only('e2e', '^e2e/', ['^electron/contract/', `${core}/model/`], 'end-to-end tests see the built app, not its insides'),
    { name: 'nobody-imports-build', severity: 'error', from: { pathNot: '^build/' }, to: { path: '^build/' } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
}
