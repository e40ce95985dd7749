// A component that is drawn again only when `same` says its properties differ.
import { Component, createElement, type FunctionComponent } from "preact";

export function memo<Props extends object>(
  view: FunctionComponent<Props>,
  same: (a: Props, b: Props) => boolean,
): FunctionComponent<Props & { key?: string }> {
  class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      return !same(this.props as Props, next as Props);
    }
    override render() {
      return createElement(view, this.props as Props);
    }
  }
  return Memo as unknown as FunctionComponent<Props & { key?: string }>;
}
