// npm run interop: real clients against the store, each a program of its own, and the app's transfers against S3 servers. --install: installs those that are missing, where
// this is a Debian and the user may. Other arguments go to vitest, such as a part of a suite's file name.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import { bundleEntry } from './bundle/bundle-entry.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { inProject, runScript, say } from './setup/project.mjs'
import { runCommand, runNode } from './setup/run-command.mjs'

/** Programs and the Debian packages they are in. */
const clients = [
  { command: 'rclone', versionArgument: 'version', debianPackage: 'rclone' },
  { command: 'aws', versionArgument: '--version', debianPackage: 'awscli' },
  { command: 's3cmd', versionArgument: '--version', debianPackage: 's3cmd' },
  { command: 'curl', versionArgument: '--version', debianPackage: 'curl' },
  // For the Java SDK, which is compiled against as its suite begins.
  { command: 'javac', versionArgument: '--version', debianPackage: 'default-jdk-headless' },
  { command: 'mvn', versionArgument: '--version', debianPackage: 'maven' },
]

/**
 * The programs' own reports go to stderr with ours.
 * @type {import('node:child_process').StdioOptions}
 */
const quietly = ['ignore', 2, 2]

/** A Python of the project's own for oss2, which Debian does not have. */
const pythonFolder = inProject('out', 'interop-python')

/**
 * @param {string} command
 * @param {string[]} args
 */
const runs = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0

async function installMissing() {
  const missing = clients.filter(({ command, versionArgument }) => !runs(command, versionArgument)).map((client) => client.debianPackage)
  if (missing.length === 0) return
  if (process.getuid?.() !== 0 || !runs('apt-get', '--version')) {
    say(`Not installed, as this needs root on a Debian: ${missing.join(', ')}`)
    return
  }
  say(`Installing ${missing.join(', ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await runCommand('apt-get', ['update', '-qq'], { env, stdio: quietly })
  const code = await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { env, stdio: quietly })
  if (code !== 0) say(`apt-get ended with ${code}; suites whose client is missing are skipped`)
}

async function installOss2() {
  const python = path.join(pythonFolder, 'bin', 'python')
  if (runs(python, '-c', 'import oss2') || runs('python3', '-c', 'import oss2')) return
  say('Installing oss2 into out/interop-python')
  const made = await runCommand('python3', ['-m', 'venv', pythonFolder], { stdio: quietly }).catch(() => 1)
  if (made !== 0 || (await runCommand(python, ['-m', 'pip', 'install', '-q', 'oss2'], { stdio: quietly })) !== 0) {
    say('oss2 could not be installed; its suite is skipped')
  }
}

const javaFolder = inProject('out', 'interop-java')

async function installJavaSdk() {
  if (existsSync(javaFolder)) return
  if (!runs('mvn', '--version')) {
    say('Not installed, as this needs Maven: aliyun-sdk-oss')
    return
  }
  say('Installing aliyun-sdk-oss into out/interop-java')
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies'
  const code = await runCommand('mvn', ['-q', '-B', '-f', inProject('storage-core/interop/oss-java.pom.xml'), goal, `-DoutputDirectory=${javaFolder}`, '-DincludeScope=runtime'], { stdio: quietly })
  if (code === 0) return
  // Half of it would pass for all of it the next time.
  await rm(javaFolder, { recursive: true, force: true })
  say('aliyun-sdk-oss could not be installed; its suite is skipped')
}

/** S3 servers to transfer with, built from their own sources. MinIO takes some minutes. */
const servers = [
  { command: 'versitygw', module: 'github.com/versity/versitygw/cmd/versitygw@v1.8.0' },
  { command: 'minio', module: 'github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c' },
]
const serverFolder = inProject('out', 'interop-go', 'bin')

async function installServers() {
  for (const { command, module } of servers) {
    if (runs(path.join(serverFolder, command), '--version') || runs(command, '--version')) continue
    if (!runs('go', 'version')) {
      say(`Not installed, as this needs Go: ${command}`)
      continue
    }
    say(`Building ${command} into out/interop-go`)
    const env = { ...process.env, GOBIN: serverFolder, GOFLAGS: '-buildvcs=false' }
    const code = await runCommand('go', ['install', module], { env, stdio: quietly })
    if (code !== 0) say(`go ended with ${code}; the suite of ${command} is skipped`)
  }
}

await runScript(async () => {
  const args = process.argv.slice(2)
  await ensureDependencies()
  if (args.includes('--install')) {
    await installMissing()
    await installOss2()
    await installJavaSdk()
    await installServers()
  }
  // Once, before several suites start the store at the same time.
  await bundleEntry('storage-core/tools/store.ts')
  const rest = args.filter((arg) => arg !== '--install')
  return runNode([inProject('node_modules/vitest/vitest.mjs'), 'run', '--config', 'build/vitest.config.ts', '--project', 'interop', ...rest])
})
