import { getCACertificates, setDefaultCACertificates } from 'node:tls';

/**
 * Lets every TLS connection of this process trust what the computer trusts, so that an organisation's private CA works
 * from the first connection on. Adds to the bundled list, because some systems keep no list of their own.
 * @throws what the system's store throws; the bundled list then stays in force
 */
export function trustSystemCertificates(): void {
  setDefaultCACertificates([...new Set([...getCACertificates('default'), ...getCACertificates('system')])]);
}
