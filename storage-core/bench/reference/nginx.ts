import { spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import path from 'node:path'
import { findProgram, freePort, serverOf, startReadyServer, type Server } from '../processes.ts'

export interface ReferenceServer extends Server {
  /** Files below here are what it serves and where it puts what it receives. */
  readonly root: string
}

function configuration(directory: string, root: string, port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${directory}/${name};`)
  return `worker_processes 1;
daemon off;
master_process off;
pid ${directory}/nginx.pid;
error_log ${directory}/error.log error;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  client_max_body_size 0;
  ${temporary.join('\n  ')}
  server {
    listen 127.0.0.1:${port};
    root ${root};
    location / { dav_methods PUT; create_full_put_path on; }
  }
}
`
}

async function startNginx(program: string, directory: string, root: string): Promise<ReferenceServer> {
  const port = await freePort()
  const file = path.join(directory, 'nginx.conf')
  await writeFile(file, configuration(directory, root, port))
  // One process serves, so that its processor time is in one place; it runs as whoever runs the bench.
  const child = spawn(program, ['-p', directory, '-c', file, '-e', path.join(directory, 'error.log')], { stdio: ['ignore', 'ignore', 'pipe'] })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString()
  })
  for (let attempt = 0; ; attempt++) {
    if (await accepts(port)) break
    if (attempt > 200 || child.exitCode !== null) throw new Error(`nginx does not start: ${complaint}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  return { ...serverOf('nginx', child, `http://127.0.0.1:${port}`), root }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

/**
 * nginx with one worker, serving files with sendfile and taking PUT through its DAV module (no hash, no sync). Where it is
 * not installed, a bare node:http server over the same folder stands in; `name` says which one it is.
 */
export async function startReference(directory: string, program: string, projectRoot: string): Promise<ReferenceServer> {
  const root = path.join(directory, 'www')
  await mkdir(root, { recursive: true })
  const nginx = await findProgram('nginx')
  if (nginx !== undefined) return startNginx(nginx, directory, root)
  const server = await startReadyServer('node:http floor', process.execPath, [program, '--floor-server', root], projectRoot)
  return { ...server, root }
}
