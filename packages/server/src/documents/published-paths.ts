/** The paths that the documents name. */
export interface PublishedPaths {
  /** The path under which proxies publish the server, such as `/app`; empty for none. */
  readonly basePath: string;
  /** The path of the stream below the base path. */
  readonly streamPath: string;
}
