import { words } from '../words/words.ts';

/** The views that have an address of their own; whatever else the address says is at home. */
export const VIEW_ADDRESSES = {
  firstFrame: '#/first-frame',
  report: '#/report',
  wall: '#/wall',
} as const;

/** The way to each view. */
export function Views({ hash }: { readonly hash: string }) {
  const { shell } = words();
  const isElsewhere = Object.values<string>(VIEW_ADDRESSES).includes(hash);
  const links = [['home', '#/'], ...Object.entries(VIEW_ADDRESSES)] as const;
  return (
    <nav class="views" aria-label={shell.views}>
      {links.map(([view, address]) => {
        const isHere = view === 'home' ? !isElsewhere : hash === address;
        return (
          <a key={view} href={address} aria-current={isHere ? 'page' : undefined}>
            {shell.view[view as keyof typeof shell.view]}
          </a>
        );
      })}
    </nav>
  );
}
